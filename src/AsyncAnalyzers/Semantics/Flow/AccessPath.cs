namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A variable, or a chain of fields, properties and elements that leads from one to a value: <c>this._holder.Task</c>, <c>tasks[i]</c>.
/// Two expressions with the same path name the same value as long as nothing on the path is written.
/// </summary>
internal sealed class AccessPath : IEquatable<AccessPath>
{
    /// <summary>Where paths begin that lead from <c>this</c>.</summary>
    public static readonly AccessPath This = new(null, new object(), Mutability.Fixed);

    private static readonly object AnyElementStep = new();
    private static readonly object PairValueStep = new();

    private readonly AccessPath? _parent;
    private readonly object _step;
    private readonly Mutability _ofStep;
    private readonly Mutability _mutability;
    private readonly int _hash;

    private AccessPath(AccessPath? parent, object step, Mutability ofStep)
    {
        (_parent, _step, _ofStep) = (parent, step, ofStep);
        _mutability = parent is null || ofStep > parent._mutability ? ofStep : parent._mutability;
        _hash = ((parent?._hash ?? 17) * 31) + (step is ISymbol symbol
            ? SymbolEqualityComparer.Default.GetHashCode(symbol)
            : step.GetHashCode());
    }

    /// <summary>Who may change what a member holds.</summary>
    internal enum Mutability
    {
        /// <summary>Nobody: it is read-only, or part of a variable whose writes are all seen.</summary>
        Fixed,

        /// <summary>Any code of this compilation.</summary>
        Own,

        /// <summary>Any code at all.</summary>
        Foreign,
    }

    /// <summary>The variable or static member that the path begins with; null for <c>this</c> and for temporaries.</summary>
    public ISymbol? Variable => Root._step as ISymbol;

    /// <summary>The variable or member that the path ends with; null for elements and for <c>this</c>.</summary>
    public ISymbol? Symbol => _step as ISymbol;

    /// <summary>What the last step is made from; null for a variable.</summary>
    public AccessPath? Holder => _parent;

    public bool IsRoot => _parent is null;

    /// <summary>The path is <c>this</c>, or leads from it.</summary>
    public bool StartsWithThis => ReferenceEquals(Root, This);

    /// <summary>Some member on the path may be written by code that is not seen.</summary>
    public bool MayChange => _mutability != Mutability.Fixed;

    /// <summary>Some member on the path may be written by code of other assemblies.</summary>
    public bool MayChangeOutside => _mutability == Mutability.Foreign;

    /// <summary>The path leads through an element of a collection, whichever.</summary>
    public bool HasAnyElement => _step == AnyElementStep || _parent is { HasAnyElement: true };

    /// <summary>
    /// Other code knows of the variable too, and may put another object (or collection) there: a field of <c>this</c> that is not
    /// read-only.
    /// </summary>
    public bool IsSharedVariable
    {
        get
        {
            AccessPath own = this;
            for (AccessPath? current = this; current is not null; current = current._parent)
            {
                own = current._step == AnyElementStep ? current._parent! : own;
            }

            return own.MayChange && (ReferenceEquals(own.Root, This) || own.Variable is not (null or ILocalSymbol or IParameterSymbol));
        }
    }

    /// <summary>The path with any element in the place of certain ones; null where there is none.</summary>
    public AccessPath? Generalized
    {
        get
        {
            AccessPath? parent = _parent?.Generalized;
            return _step is Index index
                ? OfIndex((parent ?? _parent)!, index)
                : parent is null
                ? null
                : new AccessPath(parent, _step, _ofStep);

            static AccessPath OfIndex(AccessPath collection, Index index)
                => index.IsOfDictionary ? collection.AnyElement().PairValue() : collection.AnyElement();
        }
    }

    private AccessPath Root => _parent?.Root ?? this;

    /// <param name="variable">A local, a parameter, a static member, or any object that stands for a temporary.</param>
    /// <param name="mutability">Who may write it unseen.</param>
    public static AccessPath Of(object variable, Mutability mutability = Mutability.Fixed) => new(null, variable, mutability);

    /// <summary>
    /// A field or property of what the path leads to. What is known of the elements of a collection is known of all of them at once: unseen
    /// code is not taken to change them one by one.
    /// </summary>
    public AccessPath Member(ISymbol member, Mutability mutability) => new(this, member, HasAnyElement ? Mutability.Fixed : mutability);

    /// <summary>An element of the collection, whichever; of a dictionary a pair.</summary>
    public AccessPath AnyElement() => new(this, AnyElementStep, Mutability.Fixed);

    /// <summary>The value of a dictionary's pair.</summary>
    public AccessPath PairValue() => new(this, PairValueStep, Mutability.Fixed);

    /// <param name="key">A constant or a path.</param>
    /// <param name="isOfDictionary">The value of the pair with that key.</param>
    public AccessPath At(object key, bool isOfDictionary)
        => new(this, new Index(key, isOfDictionary), key is AccessPath path ? path._mutability : Mutability.Fixed);

    /// <summary>The same steps from another place on; null where this does not lead through <paramref name="from"/>.</summary>
    public AccessPath? Rebased(AccessPath from, AccessPath to)
    {
        if (Equals(from))
        {
            return to;
        }

        return _parent?.Rebased(from, to) is { } parent ? new AccessPath(parent, _step, _ofStep) : null;
    }

    /// <summary>The path leads through the elements of the collection, and not through another one than was written.</summary>
    public bool IsInElementsOf(AccessPath collection, AccessPath? written)
        => _parent is not null
            && (((_step == AnyElementStep || _step is Index) && _parent.Equals(collection) && !IsOtherElementThan(written))
                || _parent.IsInElementsOf(collection, written));

    private bool IsOtherElementThan(AccessPath? written)
        => _step is Index { Key: not AccessPath and var key } && written?._step is Index { Key: not AccessPath and var other }
            && !key.Equals(other);

    /// <summary>The variable, or a member of that name, is on the path: writing it makes it another path.</summary>
    public bool Mentions(ISymbol symbol)
        => (_step is ISymbol own && SymbolEqualityComparer.Default.Equals(own, symbol))
            || (_step is Index { Key: AccessPath key } && key.Mentions(symbol))
            || _parent is { } parent && parent.Mentions(symbol);

    /// <summary>All variables that the path depends on are as asked; false where it begins with a temporary.</summary>
    public bool DependsOnlyOn(Func<ISymbol, bool> variable)
        => (_step is not Index { Key: AccessPath key } || key.DependsOnlyOn(variable))
            && (_parent is null ? ReferenceEquals(this, This)
                || (_step is ISymbol root && variable(root)) : _parent.DependsOnlyOn(variable));

    public bool Equals(AccessPath? other)
        => ReferenceEquals(this, other)
            || (other is not null
                && _hash == other._hash
                && SameStep(_step, other._step)
                && (_parent is null ? other._parent is null : _parent.Equals(other._parent)));

    public override bool Equals(object? obj) => Equals(obj as AccessPath);

    public override int GetHashCode() => _hash;

    private static bool SameStep(object mine, object theirs)
        => mine is ISymbol symbol ? SymbolEqualityComparer.Default.Equals(symbol, theirs as ISymbol) : mine.Equals(theirs);

    private sealed record Index(object Key, bool IsOfDictionary);
}
