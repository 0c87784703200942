using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Whether a type may have a member, or an extension method, of a name at all. It is known for the whole compilation, whoever asks and
/// wherever: a lookup at a call goes through the extension methods of everything that the file imports.
/// </summary>
internal sealed class CounterpartMembers
{
    private static readonly ConditionalWeakTable<Compilation, CounterpartMembers> PerCompilation = new();

    private readonly AwaitableNames _names;
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<ITypeSymbol, bool>> _known = new(StringComparer.Ordinal);

    private CounterpartMembers(Compilation compilation) => _names = AwaitableNames.Of(compilation);

    public static CounterpartMembers Of(Compilation compilation)
        => PerCompilation.GetValue(compilation, static compilation => new CounterpartMembers(compilation));

    /// <summary>False is certain: no extension method of that name returns an awaitable.</summary>
    public bool MayBeExtension(string name) => _names.FirstParametersOf(name).Any();

    /// <summary>False is certain: nothing of that name that returns an awaitable can be called on a value of the type.</summary>
    public bool MayHave(ITypeSymbol type, string name)
        => _known.GetOrAdd(name, static _ => new(SymbolEqualityComparer.Default))
            .GetOrAdd(type.OriginalDefinition, definition => Find(definition, name));

    private bool Find(ITypeSymbol type, string name)
        => type.TypeKind is not (TypeKind.Class or TypeKind.Interface or TypeKind.Struct
                or TypeKind.Enum or TypeKind.Delegate or TypeKind.Array)
            || type.SpecialType == SpecialType.System_Nullable_T
            || !MembersOf(type, name).IsEmpty
            || _names.FirstParametersOf(name).Any(receiver => MayBe(type, receiver));

    /// <summary>What the type declares or inherits under the name, whoever may see it; no extension methods.</summary>
    public static ImmutableArray<ISymbol> MembersOf(ITypeSymbol type, string name)
    {
        ImmutableArray<ISymbol> members = type.GetMembers(name);
        for (ITypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            members = members.AddRange(current.GetMembers(name));
        }

        return type.TypeKind == TypeKind.Interface
            ? members.AddRange(type.AllInterfaces.SelectMany(inherited => inherited.GetMembers(name)))
            : members;
    }

    /// <summary>A receiver is converted to what it derives from or implements, an array or a string to a span as well.</summary>
    private static bool MayBe(ITypeSymbol type, string receiver)
    {
        if (receiver is AwaitableNames.AnyType or "Object" or "Span" or "ReadOnlySpan")
        {
            return true;
        }

        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == receiver)
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(implemented => implemented.Name == receiver);
    }
}
