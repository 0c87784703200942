using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// How the code of a type uses its own fields, auto-properties and captured parameters: where, what is done there, and under which locks.
/// All parts of the type are looked at, once per compilation. Left out is what no lock can be meant for: state that is named only inside of
/// <c>lock</c> statements, or only outside of all locks, and state that nothing writes but constructors.
/// </summary>
internal sealed class TypeAccesses
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, TypeAccesses>> PerCompilation = new();

    private static readonly HashSet<string> AsksForLock = new(StringComparer.Ordinal)
    {
        "IsEntered", "IsHeldByCurrentThread", "IsWriteLockHeld", "IsReadLockHeld", "IsUpgradeableReadLockHeld",
    };

    private readonly Dictionary<ISymbol, List<StateAccess>> _accesses = new(SymbolEqualityComparer.Default);

    private TypeAccesses()
    {
    }

    /// <summary>The members that may be used under a lock here and without it there, in the order of their names.</summary>
    public IEnumerable<ISymbol> Members => _accesses.Keys.OrderBy(static member => member.Name, StringComparer.Ordinal);

    /// <summary>Null for a member that was left out.</summary>
    public IReadOnlyList<StateAccess>? this[ISymbol member] => _accesses.TryGetValue(member, out List<StateAccess> found) ? found : null;

    public static TypeAccesses Of(INamedTypeSymbol type, CodeModel model)
    {
        ConcurrentDictionary<ISymbol, TypeAccesses> found = PerCompilation.GetValue(model.Compilation, static _
            => new ConcurrentDictionary<ISymbol, TypeAccesses>(SymbolEqualityComparer.Default));
        return found.TryGetValue(type, out TypeAccesses known) ? known
            : found.GetOrAdd(type, new Search(type, model).Find());
    }

    /// <summary>
    /// How the code of the type uses these collections and arrays, wherever it names them; they are looked at each time that one asks.
    /// </summary>
    public static TypeAccesses OfCollections(INamedTypeSymbol type, IEnumerable<ISymbol> members, CodeModel model)
        => new Search(type, model).FindCollections(members);

    /// <summary>The members of the type that hold state, by the name that code uses for them.</summary>
    private static Dictionary<string, ISymbol> StateOf(INamedTypeSymbol type)
    {
        var members = new Dictionary<string, ISymbol>(StringComparer.Ordinal);
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } or IPropertySymbol { IsIndexer: false })
            {
                members[member.Name] = member;
            }
        }

        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                if (CapturedParameters.Is(parameter) && !members.ContainsKey(parameter.Name))
                {
                    members.Add(parameter.Name, parameter);
                }
            }
        }

        return members;
    }

    private sealed class Search(INamedTypeSymbol type, CodeModel model)
    {
        private readonly FunctionReaches _reaches = new();
        private readonly LockSets _locks = LockSets.ForMany();

        /// <summary>Functions with a call in them that may take a lock.</summary>
        private readonly HashSet<SyntaxNode> _locking = new();

        /// <summary>Functions that ask whether their caller holds a lock.</summary>
        private readonly HashSet<SyntaxNode> _asking = new();

        public TypeAccesses Find()
        {
            var accesses = new TypeAccesses();
            Dictionary<string, ISymbol> state = StateOf(type);
            if (state.Count == 0)
            {
                return accesses;
            }

            foreach (KeyValuePair<string, List<IdentifierNameSyntax>> one in MentionsOf(state))
            {
                model.CancellationToken.ThrowIfCancellationRequested();
                ISymbol member = state[one.Key];
                if (MayBeInconsistent(one.Value)
                    && StateKinds.Of(member, model.In(one.Value[0].SyntaxTree)) is not StateKind.None and var kind
                    && one.Value.Exists(name => MayWrite(name, kind)))
                {
                    List<StateAccess> found = one.Value.Select(name => AccessAt(name, member, kind)).OfType<StateAccess>().ToList();
                    if (!found.Exists(static access => access.Use == AccessUse.Atomic))
                    {
                        accesses._accesses.Add(member, found);
                    }
                }
            }

            return accesses;
        }

        public TypeAccesses FindCollections(IEnumerable<ISymbol> members)
        {
            var accesses = new TypeAccesses();
            Dictionary<string, ISymbol> state = members.ToDictionary(static member => member.Name, StringComparer.Ordinal);
            foreach (KeyValuePair<string, List<IdentifierNameSyntax>> one in MentionsOf(state))
            {
                model.CancellationToken.ThrowIfCancellationRequested();
                ISymbol member = state[one.Key];
                List<StateAccess> found = one.Value.Select(name => AccessAt(name, member, StateKind.Collection))
                    .OfType<StateAccess>().ToList();
                if (!found.Exists(static access => access.Use == AccessUse.Atomic))
                {
                    accesses._accesses.Add(member, found);
                }
            }

            return accesses;
        }

        private Dictionary<string, List<IdentifierNameSyntax>> MentionsOf(Dictionary<string, ISymbol> state)
        {
            var mentions = new Dictionary<string, List<IdentifierNameSyntax>>(StringComparer.Ordinal);
            foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
            {
                foreach (SyntaxNode node in part.GetSyntax(model.CancellationToken).Descendants())
                {
                    if (node is not SimpleNameSyntax name)
                    {
                        continue;
                    }

                    string text = name.Identifier.ValueText;
                    if (name is IdentifierNameSyntax identifier && state.ContainsKey(text))
                    {
                        if (!mentions.TryGetValue(text, out List<IdentifierNameSyntax> all))
                        {
                            mentions.Add(text, all = new List<IdentifierNameSyntax>());
                        }

                        all.Add(identifier);
                    }

                    if (AsksForLock.Contains(text) && FunctionSyntax.Enclosing(name) is { } asking)
                    {
                        _asking.Add(asking);
                    }
                    else if ((LockCalls.Takes(text) || text.Contains("Lock") || text.StartsWith("Acquire", StringComparison.Ordinal))
                        && CallSyntax.InvocationOf(name) is not null && FunctionSyntax.Enclosing(name) is { } locking)
                    {
                        _locking.Add(locking);
                    }
                }
            }

            return mentions;
        }

        /// <summary>By syntax alone: one of the places may be under a lock, and another under none or under another one.</summary>
        private bool MayBeInconsistent(List<IdentifierNameSyntax> names)
        {
            bool mayBeGuarded = false, mayBeBare = false;
            ExpressionSyntax? first = null;
            foreach (IdentifierNameSyntax name in names)
            {
                if (LockSets.LockStatementAround(name) is { Expression: var @lock })
                {
                    mayBeGuarded = true;
                    first ??= @lock;
                    mayBeBare |= @lock != first && !SyntaxFactory.AreEquivalent(@lock, first);
                }
                else if (FunctionSyntax.Enclosing(name) is { } function and not ConstructorDeclarationSyntax)
                {
                    mayBeBare = true;
                    mayBeGuarded |= _locking.Contains(function) || MayInherit(function);
                }
            }

            return mayBeGuarded && mayBeBare;
        }

        /// <summary>A caller in the type may hold a lock for the function, an attribute may take one.</summary>
        private static bool MayInherit(SyntaxNode function) => function switch
        {
            MethodDeclarationSyntax method => method.AttributeLists.Count > 0 || !method.Modifiers.Any(static modifier
                => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword),
            LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax => true,
            PropertyDeclarationSyntax property => !property.Modifiers.Any(SyntaxKind.PublicKeyword),
            AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property }
                => !property.Modifiers.Any(SyntaxKind.PublicKeyword),
            _ => false,
        };

        private static bool MayWrite(IdentifierNameSyntax name, StateKind kind)
            => FunctionSyntax.Enclosing(name) is not (null or ConstructorDeclarationSyntax)
                && (Writes.IsWritten(Writes.ExpressionOf(name)) || kind is not StateKind.Value);

        private StateAccess? AccessAt(IdentifierNameSyntax name, ISymbol member, StateKind kind)
        {
            ExpressionSyntax place = Writes.ExpressionOf(name);
            CodeModel own = model.In(name.SyntaxTree);
            if (name.Parent is NameColonSyntax or NameEqualsSyntax || Writes.IsOfInitializedObject(place) || CallSyntax.IsInNameOf(name)
                || FunctionSyntax.Enclosing(name) is not { } function
                || own.SymbolOf(name) is not { } symbol
                || !SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.OriginalDefinition)
                || (!member.IsStatic && CallSyntax.Receiver(name) is not (null or ThisExpressionSyntax or BaseExpressionSyntax))
                || (member is IParameterSymbol && !CapturedParameters.IsAt(name, symbol)))
            {
                return null;
            }

            FunctionReach reach = _reaches.Of(function, own);
            return new StateAccess(
                member, place, AccessUses.Of(place, kind, own), function, reach,
                reach == FunctionReach.AnyThread ? HeldAt(place, function, own) : LockSet.Unknown, own);
        }

        private LockSet HeldAt(ExpressionSyntax place, SyntaxNode function, CodeModel own)
        {
            LockSet held = _locks.HeldAt(place, own);
            if (_asking.Contains(function))
            {
                return held.WithUnknown();
            }

            // Who runs a lambda that is made under a lock may do so at once.
            return held.IsEmpty
                && function is AnonymousFunctionExpressionSyntax
                {
                    Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker }
                }
                && Array.IndexOf(ConcurrentStart.TriggerNames, CallSyntax.CalledName(taker)) < 0
                && !_locks.HeldAt(function, own).IsEmpty
                    ? held.WithUnknown()
                    : held;
        }
    }
}
