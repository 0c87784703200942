namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Two locks that one function takes in one order, and another function in the other.</summary>
/// <param name="Pair">The order that is reported.</param>
/// <param name="Other">The opposite one.</param>
/// <param name="IsCertain">Both take the same two objects; where not, they may.</param>
internal sealed record OppositeOrder(LockPair Pair, LockPair Other, bool IsCertain)
{
    /// <summary>
    /// The opposites of the pairs of a function: in its own type, and in the types that declare the two locks. Of two orders that one is
    /// reported that fewer functions take, or that stands later.
    /// </summary>
    public static IEnumerable<OppositeOrder> Of(SyntaxNode function, CodeModel model)
    {
        LockPairs pairs = LockPairs.Of(model.Compilation);
        foreach (LockPair pair in pairs.In(function, model))
        {
            INamedTypeSymbol[] places = TypesOf(pair, model.CancellationToken).ToArray();
            LockIdentity outer = pair.Outer.Lock, inner = pair.Inner.Held.Lock;
            LockPair[] reversed = places.SelectMany(type => pairs.In(type, inner, outer, model)).ToArray();
            OppositeOrder[] opposite = reversed.Select(other => Compared(pair, other, model.CancellationToken)).OfType<OppositeOrder>()
                .Where(one => !AreUnderOneLock(pair, one.Other, model.Types, model.CancellationToken))
                .OrderBy(static one => one.IsCertain ? 0 : 1).ToArray();
            if (opposite.Length > 0
                && IsReported(pair, opposite, places.SelectMany(type => pairs.In(type, outer, inner, model))
                    .Concat(reversed).Append(pair)))
            {
                yield return opposite[0];
            }
        }
    }

    /// <summary><c>lock (a) { lock (b) { … } }</c>: nothing stands between the two.</summary>
    public static (LockStatementSyntax Outer, LockStatementSyntax Inner)? Nested(LockPair pair)
        => pair.Place is LockStatementSyntax inner && pair.OuterPlace is LockStatementSyntax outer
            && (outer.Statement == inner || (outer.Statement is BlockSyntax { Statements.Count: 1 } block && block.Statements[0] == inner))
            ? (outer, inner)
            : null;

    private static IEnumerable<INamedTypeSymbol> TypesOf(LockPair pair, CancellationToken cancellationToken)
        => new[]
        {
            pair.Function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
                ? pair.Model.GetDeclaredSymbol(type, cancellationToken) as INamedTypeSymbol
                : null,
            pair.Outer.Lock.Path.Symbol?.ContainingType,
            pair.Inner.Held.Lock.Path.Symbol?.ContainingType,
        }
            .OfType<INamedTypeSymbol>().Select(static type => type.OriginalDefinition)
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>Null where the pairs are not opposite.</summary>
    private static OppositeOrder? Compared(LockPair pair, LockPair other, CancellationToken cancellationToken)
    {
        HeldLock outer = pair.Outer, inner = pair.Inner.Held;
        if (!outer.Excludes(other.Inner.Held) || !inner.Excludes(other.Outer) || IsOfRun(outer.Lock) || IsOfRun(inner.Lock))
        {
            return null;
        }

        bool outerIsSame = outer.Lock.Equals(other.Inner.Held.Lock), innerIsSame = inner.Lock.Equals(other.Outer.Lock);
        (LockIdentity mine, LockIdentity next) = AsTheirHolderHas(outer.Lock, inner.Lock);
        (LockIdentity theirs, LockIdentity before) = AsTheirHolderHas(other.Outer.Lock, other.Inner.Held.Lock);
        if ((outerIsSame && innerIsSame) || (mine.Equals(before) && next.Equals(theirs)))
        {
            return new OppositeOrder(pair, other, IsCertain: true);
        }

        if (!IsSameField(outer.Lock, other.Inner.Held.Lock) || !IsSameField(inner.Lock, other.Outer.Lock)
            || SymbolEqualityComparer.Default.Equals(outer.Lock.Path.Symbol, inner.Lock.Path.Symbol))
        {
            return null;
        }

        // A static lock is the same from everywhere: any object will do for the other, unless one order is of a single known object.
        if (outerIsSame && IsStatic(outer.Lock))
        {
            return new OppositeOrder(pair, other, IsStatic(inner.Lock) == IsStatic(other.Outer.Lock));
        }

        if (innerIsSame && IsStatic(inner.Lock))
        {
            return new OppositeOrder(pair, other, IsStatic(outer.Lock) == IsStatic(other.Inner.Held.Lock));
        }

        return IsOwnThenOfField(pair) && IsOwnThenOfField(other)
            ? new OppositeOrder(pair, other, KnowEachOther(pair, other, cancellationToken))
            : null;
    }

    /// <summary>Two locks of one object as that has them: <c>_a</c> and <c>_b</c> of <c>_next._a</c> and <c>_next._b</c>.</summary>
    private static (LockIdentity Outer, LockIdentity Inner) AsTheirHolderHas(LockIdentity outer, LockIdentity inner)
        => outer.Path.Holder is { IsRoot: false } holder && holder.Equals(inner.Path.Holder)
            && outer.SeenFrom(HolderOf(outer)) is { } one && inner.SeenFrom(HolderOf(inner)) is { } other
                ? (one, other)
                : (outer, inner);

    private static LockPath HolderOf(LockIdentity @lock)
        => new(@lock.Path.Holder!, @lock.Text.Substring(0, @lock.Text.LastIndexOf('.')), null);

    /// <summary><c>_gate</c> and then <c>_child._gate</c>.</summary>
    private static bool IsOwnThenOfField(LockPair pair)
        => pair.Outer.Lock.Path.Holder is { IsRoot: true } && pair.Inner.Held.Lock.Path.Holder is { IsRoot: false, Holder.IsRoot: true };

    private static bool IsOfRun(LockIdentity @lock) => @lock.Path.Variable is ILocalSymbol or IParameterSymbol;

    private static bool IsStatic(LockIdentity @lock) => !@lock.Path.StartsWithThis;

    private static bool IsSameField(LockIdentity one, LockIdentity other)
        => one.Kind == other.Kind && one.Path.Symbol is { } symbol && SymbolEqualityComparer.Default.Equals(symbol, other.Path.Symbol)
            && !IsOfRun(other);

    /// <summary>
    /// One object holds the other and gives itself to it: <c>_child = new Child(this)</c>, and the child keeps what it is given.
    /// </summary>
    private static bool KnowEachOther(LockPair pair, LockPair other, CancellationToken cancellationToken)
    {
        ISymbol? down = pair.Inner.Held.Lock.Path.Holder!.Symbol, up = other.Inner.Held.Lock.Path.Holder!.Symbol;
        return down is not null && up is not null
            && (MakesWithThis(down, up, cancellationToken) || MakesWithThis(up, down, cancellationToken));
    }

    private static bool MakesWithThis(ISymbol child, ISymbol parent, CancellationToken cancellationToken)
        => LockPath.CreationsOf(child, cancellationToken) is { } creations
            && creations.All(static creation => ((BaseObjectCreationExpressionSyntax)CallSyntax.WithoutCasts(creation))
                .ArgumentList?.Arguments.Any(static argument => argument.Expression is ThisExpressionSyntax) == true)
            && parent.ContainingType is { } type && child.ContainingType is { } holder
            && parent is IFieldSymbol { Type: var kept } && SymbolEqualityComparer.Default.Equals(kept, holder)
            && !SymbolEqualityComparer.Default.Equals(type, holder);

    /// <summary>A third lock is held around both orders: they never meet.</summary>
    private static bool AreUnderOneLock(LockPair pair, LockPair other, KnownTypes types, CancellationToken cancellationToken)
    {
        LockSet mine = pair.Around(types, cancellationToken), theirs = other.Around(types, cancellationToken);
        return mine.Locks.Any(one => !one.Lock.Equals(pair.Outer.Lock) && !one.Lock.Equals(pair.Inner.Held.Lock)
            && theirs.Locks.Any(two => two.Lock.Equals(one.Lock) && two.Excludes(one)));
    }

    private static bool IsReported(LockPair pair, OppositeOrder[] opposite, IEnumerable<LockPair> all)
    {
        LockPair other = opposite[0].Other;
        int mine = FunctionsWith(pair), theirs = FunctionsWith(other);
        if (mine != theirs)
        {
            return mine < theirs;
        }

        bool isNested = Nested(pair) is not null, otherIsNested = Nested(other) is not null;
        return isNested != otherIsNested ? isNested : IsLater(pair.Place, other.Place);

        int FunctionsWith(LockPair order) => all.Where(one => IsSame(one.Outer, order.Outer) && IsSame(one.Inner.Held, order.Inner.Held))
            .Select(static one => one.Function).Distinct().Count();

        static bool IsSame(HeldLock one, HeldLock two) => one.Lock.Equals(two.Lock) || IsSameField(one.Lock, two.Lock);
    }

    private static bool IsLater(SyntaxNode one, SyntaxNode other)
        => string.CompareOrdinal(one.SyntaxTree.FilePath, other.SyntaxTree.FilePath) is var files && files != 0
            ? files > 0
            : one.SpanStart > other.SpanStart;
}
