namespace AsyncAnalyzers.Semantics;

/// <summary>How a lock is taken: two of a different kind never exclude each other, even on the same object.</summary>
internal enum LockKind
{
    Monitor,
    Lock,
    Semaphore,
    ReaderWriter,
    Spin,
    Mutex,
    Library,
}

/// <summary>What tells one lock from another: its kind, and the path to the object.</summary>
internal sealed class LockIdentity : IEquatable<LockIdentity>
{
    private readonly LockPath _path;

    public LockIdentity(LockKind kind, LockPath path) => (Kind, _path) = (kind, path);

    public LockKind Kind { get; }

    public AccessPath Path => _path.Path;

    /// <summary>The path as a reader would write it.</summary>
    public string Text => _path.Text;

    /// <summary>The same as a message names it: without <c>this.</c></summary>
    public string ShortText => Text.StartsWith("this.", StringComparison.Ordinal) ? Text.Substring("this.".Length) : Text;

    /// <summary>
    /// The two are never the same lock: each is of its own kind, or known to be an object that only its own variable is set to. (Two
    /// mutexes may share a name.)
    /// </summary>
    public bool IsDistinctFrom(LockIdentity other)
        => Kind != other.Kind
            || (Kind != LockKind.Mutex && !Path.Equals(other.Path) && _path.Origin is { } mine && other._path.Origin is { } theirs
                && !(mine is ISymbol symbol ? SymbolEqualityComparer.Default.Equals(symbol, theirs as ISymbol) : mine.Equals(theirs)));

    /// <summary>The object is created in the code and kept in a local of it: each run has one of its own.</summary>
    public bool IsMadeIn(SyntaxNode code)
        => _path.Origin is ILocalSymbol local && Path.IsRoot
            && local.IsDeclaredWithin(code);

    /// <summary>The same lock as code sees it that is called on an object of that path; null where it has no name for it.</summary>
    public LockIdentity? SeenFrom(LockPath receiver)
        => Path.Variable is not (ILocalSymbol or IParameterSymbol) && !Path.StartsWithThis ? this
            : Path.Rebased(receiver.Path, AccessPath.This) is { } path
                ? new LockIdentity(Kind, _path with { Path = path, Text = "this" + Text.Substring(receiver.Text.Length) })
                : null;

    /// <summary>The same lock as the caller of the code sees it; null where the caller has no name for it.</summary>
    /// <param name="receiver">What the code is called on; null where nobody knows, or for a static function.</param>
    /// <param name="argument">What a parameter is set to; null for variables that are none of the called function.</param>
    public LockIdentity? SeenByCaller(LockPath? receiver, Func<IParameterSymbol, LockPath?> argument)
        => Path.StartsWithThis ? Behind(receiver, AccessPath.This, "this")
            : Path.Variable is IParameterSymbol parameter ? Behind(argument(parameter), AccessPath.Of(parameter), parameter.Name)
            : this;

    private LockIdentity? Behind(LockPath? holder, AccessPath from, string text)
        => holder is not null && Path.Rebased(from, holder.Path) is { } path
            ? new LockIdentity(
                Kind, new LockPath(path, holder.Text + Text.Substring(text.Length), Path.IsRoot ? holder.Origin : _path.Origin))
            : null;

    public bool Equals(LockIdentity? other) => other is not null && Kind == other.Kind && Path.Equals(other.Path);

    public override bool Equals(object? obj) => Equals(obj as LockIdentity);

    public override int GetHashCode() => (Path.GetHashCode() * 31) + (int)Kind;

    public override string ToString() => Text;
}
