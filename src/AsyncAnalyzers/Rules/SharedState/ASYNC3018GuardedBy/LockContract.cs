namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What a type says about its locks: an attribute named <c>GuardedBy</c> on members, <c>ThreadSafe</c> on itself.</summary>
internal static class LockContract
{
    /// <summary>The type may have a contract, by syntax alone.</summary>
    public static bool MayBeOn(TypeDeclarationSyntax type)
        => type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || HasAttribute(type.AttributeLists, "ThreadSafe")
            || type.Members.Any(static member => member.AttributeLists.Count > 0 && HasAttribute(member.AttributeLists, "GuardedBy"));

    /// <summary>The type says that it is thread-safe; null where it does not.</summary>
    public static AttributeData? ThreadSafetyOf(ITypeSymbol type) => AttributeOf(type, "ThreadSafe");

    /// <summary>The members of a type that say by which lock they are guarded.</summary>
    public static ImmutableArray<GuardedMember> GuardedMembersOf(INamedTypeSymbol type)
    {
        ImmutableArray<GuardedMember>.Builder? guarded = null;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol
                    or IMethodSymbol { MethodKind: MethodKind.Ordinary }
                && AttributeOf(member, "GuardedBy") is { ConstructorArguments: { Length: 1 } arguments } attribute
                && arguments[0].Value is string text && GateOf(text.Trim(), type) is { } gate)
            {
                (guarded ??= ImmutableArray.CreateBuilder<GuardedMember>())
                    .Add(new GuardedMember(member, gate.Text, gate.IsStatic, attribute));
            }
        }

        return guarded?.ToImmutable() ?? ImmutableArray<GuardedMember>.Empty;
    }

    private static bool HasAttribute(SyntaxList<AttributeListSyntax> lists, string name)
        => lists.Any(list => list.Attributes.Any(attribute => TypeNames.Of(attribute.Name) is { } text
            && (text == name || text == name + "Attribute")));

    private static AttributeData? AttributeOf(ISymbol symbol, string name)
        => symbol.GetAttributes().FirstOrDefault(attribute
            => attribute.AttributeClass is { } type && (type.Name == name || type.Name == name + "Attribute"));

    /// <summary>The lock as a lock set names it; null where the text names no field of the type, and is not <c>this</c>.</summary>
    private static (string Text, bool IsStatic)? GateOf(string text, INamedTypeSymbol type)
    {
        if (text == "this")
        {
            return ("this", false);
        }

        string name = text.StartsWith("this.", StringComparison.Ordinal) ? text.Substring("this.".Length) : text;
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).FirstOrDefault() is IFieldSymbol field)
            {
                return field.IsStatic ? (field.ContainingType.Name + "." + name, true) : ("this." + name, false);
            }
        }

        return null;
    }
}

/// <summary>A member that is to be used under a lock alone.</summary>
/// <param name="Symbol">The field, property or method.</param>
/// <param name="Gate">The lock as a lock set names it: <c>this._gate</c>, <c>Store.s_gate</c>, <c>this</c>.</param>
/// <param name="IsStatic">The lock is static.</param>
/// <param name="Attribute">Where it says so.</param>
internal sealed record GuardedMember(ISymbol Symbol, string Gate, bool IsStatic, AttributeData Attribute)
{
    /// <summary>The lock as code of the type writes it.</summary>
    public string GateName => Gate.StartsWith("this.", StringComparison.Ordinal) ? Gate.Substring("this.".Length)
        : IsStatic ? Gate.Substring(Gate.IndexOf('.') + 1) : Gate;
}
