namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Objects that hold a lock until they are disposed of: <c>using (gate.EnterScope())</c>. What is in this compilation is looked into; the
/// scopes of lock libraries are listed; of another assembly's call the name tells, which over-approximates: nobody can see into it.
/// </summary>
internal sealed class LockScopes
{
    /// <summary>How many calls deep the code is followed that makes a scope.</summary>
    private const int MaximumDepth = 3;

    /// <summary>The types of libraries whose methods make scopes of locks, and those methods that let several in at once.</summary>
    private static readonly Dictionary<string, string[]> SharedMethods = new(StringComparer.Ordinal)
    {
        ["System.Threading.Lock"] = Array.Empty<string>(),
        ["Nito.AsyncEx.AsyncLock"] = Array.Empty<string>(),
        ["Nito.AsyncEx.AsyncMonitor"] = Array.Empty<string>(),
        ["Nito.AsyncEx.AsyncReaderWriterLock"] = new[] { "ReaderLock", "ReaderLockAsync" },
        ["NeoSmart.AsyncLock.AsyncLock"] = Array.Empty<string>(),
        ["Microsoft.VisualStudio.Threading.AsyncSemaphore"] = Array.Empty<string>(),
        ["Microsoft.VisualStudio.Threading.AsyncReaderWriterLock"] = new[] { "ReadLockAsync" },
        ["DotNext.Threading.AsyncLockAcquisition"] = new[] { "AcquireReadLockAsync" },
        ["DotNext.Threading.LockAcquisition"] = new[] { "AcquireReadLock" },
        ["DotNext.Threading.AsyncLock"] = Array.Empty<string>(),
    };

    /// <summary>Those of them that a flow waits for which holds them already.</summary>
    private static readonly HashSet<string> WaitingForThemselves = new(StringComparer.Ordinal)
    {
        "Nito.AsyncEx.AsyncLock", "Nito.AsyncEx.AsyncMonitor", "Nito.AsyncEx.AsyncReaderWriterLock",
    };

    /// <summary>What code names that synchronizes with other code in some way.</summary>
    private static readonly HashSet<string> SynchronizingNames = new(StringComparer.Ordinal)
    {
        "Interlocked", "Volatile", "Monitor", "SemaphoreSlim", "TaskCompletionSource", "Wait", "WaitOne", "WaitAsync", "ContinueWith",
    };

    private readonly CodeModel _model;
    private readonly int _depth;

    private LockScopes(CodeModel model, int depth)
    {
        _model = model;
        _depth = depth;
    }

    /// <summary>
    /// The lock that is released where the value of the expression is disposed of: by name where a known type makes the scope; unknown for
    /// code of this compilation and for what only its name tells. Empty where there is none, or where it lets several in.
    /// </summary>
    public static LockSet HeldBy(ExpressionSyntax? expression, CodeModel model)
    {
        if (expression is null)
        {
            return LockSet.Empty;
        }

        var scopes = new LockScopes(model, MaximumDepth);
        return (scopes.OfKnownType(expression) ?? scopes.OfSource(expression)) is { } known ? LockSet.Empty.With(known)
            : scopes.IsMadeBy(expression) ? LockSet.Unknown
            : LockSet.Empty;
    }

    /// <summary>The lock of a library, or the <c>Lock</c>, that a call takes for the scope that it makes; null for other calls.</summary>
    public static HeldLock? TakenBy(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledName(call) is { } name && IsNamedLikeLock(name)
            ? new LockScopes(model, 0).OfKnownType(call)
            : null;

    /// <summary>A flow that holds the lock of a library waits forever where it takes it again; others of the list let it in.</summary>
    public static bool WaitsForItself(ISymbol @lock, CancellationToken cancellationToken)
        => @lock switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        } is { } type && type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) switch
        {
            "Microsoft.VisualStudio.Threading.AsyncSemaphore" => LockOperation.IsForOne(@lock, cancellationToken),
            var name => WaitingForThemselves.Contains(name),
        };

    /// <summary><c>_gate.EnterScope()</c>, <c>await _lock.LockAsync()</c>.</summary>
    private HeldLock? OfKnownType(ExpressionSyntax expression)
    {
        switch (WithoutWait(expression))
        {
            case IdentifierNameSyntax name when _model.SymbolOf(name) is ILocalSymbol local:
                return LocalAssignments.OnlyValueOf(local, _model) is { } value ? OfKnownType(value) : null;
            case InvocationExpressionSyntax call when CallSyntax.CalledNameSyntax(call) is { } called
                && CallSyntax.Receiver(called) is { } receiver
                && CallSyntax.MethodOf(call, _model) is { ReducedFrom: null, IsStatic: false } method
                && SharedMethods.TryGetValue(NameOf(method), out string[]? shared) && IsNamedLikeLock(method.Name)
                && LockPath.Of(receiver, _model) is { } path:
                return new HeldLock(
                    new LockIdentity(method.IsDeclaredIn(_model.Types.Lock) ? LockKind.Lock : LockKind.Library, path),
                    Array.IndexOf(shared, method.Name) < 0 ? LockMode.Exclusive : LockMode.Shared);
            default:
                return null;
        }
    }

    /// <summary>
    /// The one lock that code of this compilation takes for its caller: <c>_rw.ReadGuard()</c>, <c>new ReadGuard(_rw)</c>. Of one that lets
    /// several in it is told also where the caller has no name for it.
    /// </summary>
    private HeldLock? OfSource(ExpressionSyntax expression)
    {
        ExpressionSyntax made = WithoutWait(expression);
        if (made is IdentifierNameSyntax name && _model.SymbolOf(name) is ILocalSymbol local)
        {
            return LocalAssignments.OnlyValueOf(local, _model) is { } value ? OfSource(value) : null;
        }

        if (made is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            || _model.SymbolOf(made) is not IMethodSymbol method
            || CalledSource.Of(method, _model) is not { } source || In(source).TakenIn(source.Body) is not { } taken)
        {
            return null;
        }

        return LocksTaken.SeenByCaller(taken.Lock, made, method, _model) is { } seen ? taken with { Lock = seen }
            : taken.Mode == LockMode.Shared ? taken
            : null;
    }

    /// <summary>The only lock that the code takes and leaves to its caller.</summary>
    private HeldLock? TakenIn(SyntaxNode body)
    {
        HeldLock? only = null;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is InvocationExpressionSyntax call && LockOperation.Of(call, _model) is { } operation
                && node.FirstAncestorOrSelf<CatchClauseSyntax>() is null)
            {
                if (operation is not { Taken: 1, IsConditional: false, Lock: { } taken } || only is not null)
                {
                    return null;
                }

                only = new HeldLock(taken, operation.Mode);
            }
        }

        return only ?? (_depth > 0 && FunctionSyntax.ReturnedBy(body).Take(2).ToArray() is { Length: 1 } returned
            ? OfSource(returned[0])
            : null);
    }

    /// <summary>
    /// What makes the scope, or the task of it: <c>F()</c> of <c>await F().ConfigureAwait(false)</c> and of <c>F().Result</c>.
    /// </summary>
    private static ExpressionSyntax WithoutWait(ExpressionSyntax expression)
    {
        while (true)
        {
            expression = CallSyntax.WithoutCasts(expression);
            switch (expression)
            {
                case AwaitExpressionSyntax await:
                    expression = await.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax configuration }
                    when configuration.Name.Identifier.ValueText is "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult":
                    expression = configuration.Expression;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result:
                    expression = result.Expression;
                    break;
                default:
                    return expression;
            }
        }
    }

    private static string NameOf(IMethodSymbol method)
        => method.ContainingType.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    private bool IsMadeBy(ExpressionSyntax expression)
    {
        switch (WithoutWait(expression))
        {
            case ConditionalAccessExpressionSyntax access:
                return IsMadeBy(access.WhenNotNull);
            case InvocationExpressionSyntax call when CallSyntax.CalledName(call) is { } name:
                return CallSyntax.MethodOf(call, _model) is { } method
                    ? IsTakenBy(method, name)
                    : IsNamedLikeLock(name);
            case BaseObjectCreationExpressionSyntax creation:
                return IsTakenByConstructor(creation) || creation.ArgumentList?.Arguments.Any(IsLockToRelease) == true;
            case IdentifierNameSyntax name when _model.SymbolOf(name) is ILocalSymbol local:
                return LocalAssignments.OnlyValueOf(local, _model) is { } value && IsMadeBy(value);
            default:
                return false;
        }
    }

    private bool IsTakenByConstructor(BaseObjectCreationExpressionSyntax creation)
        => _model.SymbolOf(creation) is IMethodSymbol constructor
            && IsTakenBy(constructor, constructor.ContainingType.Name);

    /// <summary><c>new Releaser(await _lock.EnterAsync())</c>.</summary>
    private bool IsLockToRelease(ArgumentSyntax argument)
        => argument.Expression is InvocationExpressionSyntax or AwaitExpressionSyntax && IsMadeBy(argument.Expression);

    private bool IsTakenBy(IMethodSymbol method, string name)
    {
        INamedTypeSymbol type = (method.ReducedFrom ?? method).ContainingType.OriginalDefinition;
        if (SharedMethods.TryGetValue(NameOf(method.ReducedFrom ?? method), out string[]? shared))
        {
            return Array.IndexOf(shared, name) < 0 && IsNamedLikeLock(name);
        }

        if (CalledSource.Of(method, _model) is not { } source || OnlyThrows(source.Body))
        {
            // A constructor of this compilation without a body takes nothing.
            return IsNamedLikeLock(name)
                && !(method.MethodKind == MethodKind.Constructor
                    && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _model.Compilation.Assembly));
        }

        LockScopes inside = In(source);
        return inside.Takes(source.Body) ?? (IsNamedLikeLock(name) && inside.MaySynchronize(source.Body));
    }

    private LockScopes In(CalledSource source) => new(_model.With(source.Model), _depth - 1);

    /// <summary>
    /// True where the code returns with a lock taken, false where what it takes lets several in; null where it takes none that is known.
    /// </summary>
    private bool? Takes(SyntaxNode body)
    {
        int taken = 0;
        bool isShared = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is InvocationExpressionSyntax call
                && LockOperation.Of(call, _model) is { } operation
                && node.FirstAncestorOrSelf<CatchClauseSyntax>() is null)
            {
                isShared |= operation.Mode == LockMode.Shared;
                taken += operation.Mode == LockMode.Shared ? 0 : operation.Taken;
            }
        }

        return taken > 0 ? true
            : isShared ? false
            : _depth > 0 && FunctionSyntax.ReturnedBy(body).Any(IsMadeBy) ? true
            : null;
    }

    /// <summary>
    /// The code waits for something or synchronizes in some way, itself or in a function of this compilation that it calls: a lock of its
    /// own making, such as a queue of <c>TaskCompletionSource</c>s.
    /// </summary>
    private bool MaySynchronize(SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).Any(node => node switch
        {
            LockStatementSyntax or AwaitExpressionSyntax or WhileStatementSyntax or DoStatementSyntax => true,
            SimpleNameSyntax name => SynchronizingNames.Contains(name.Identifier.ValueText),
            InvocationExpressionSyntax call => CallSyntax.MethodOf(call, _model) is { } method
                && (CalledSource.Of(method, _model) is { } called
                    ? _depth > 0 && In(called).MaySynchronize(called.Body)
                    : CallSyntax.CalledName(call) is { } name && IsNamedLikeLock(name)),
            _ => false,
        });

    private static bool OnlyThrows(SyntaxNode body) => body is ThrowExpressionSyntax
        || (body is BlockSyntax { Statements: { Count: 1 } statements } && statements[0] is ThrowStatementSyntax);

    private static bool IsNamedLikeLock(string name)
        => NameWords.Of(name) is { Count: > 0 } words
            && (words.Exists(static word => word.StartsWith("Lock", StringComparison.Ordinal)) || words[0] is "Enter" or "Acquire"
                || name is "WaitAsync" or "Wait");
}
