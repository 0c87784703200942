namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What the cancellation of a source may run on the thread that cancels it.</summary>
internal enum CallbackKind
{
    /// <summary>Nothing: all uses of its token are in sight, and they only ask it.</summary>
    None,

    /// <summary>Callbacks and continuations that are not in sight, or that do no harm as far as they are.</summary>
    Unknown,

    /// <summary>A callback that blocks until something else happens.</summary>
    Waits,

    /// <summary>Code that takes a lock which is held meanwhile.</summary>
    TakesLock,
}

/// <summary>
/// Follows the token of a source that is a member of a type: into the locals and methods of the compilation that it is given to.
/// </summary>
internal sealed class SourceCallbacks
{
    private const int MaximumDepth = 4;

    private readonly ISymbol _source;
    private readonly CodeUnderLock _code;
    private readonly KnownTypes _types;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<SyntaxNode> _seen = new();

    private SourceCallbacks(ISymbol source, LockSet held, KnownTypes types, CancellationToken cancellationToken)
    {
        _source = source;
        _code = new CodeUnderLock(held, types, cancellationToken);
        _types = types;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The worst that is in sight.</summary>
    public CallbackKind Kind { get; private set; }

    /// <summary>The lock is taken by code behind an <c>await</c>, which a captured context may run elsewhere.</summary>
    public bool IsContinuation { get; private set; }

    /// <summary>Where that is; null where nothing is in sight.</summary>
    public SyntaxNode? Place { get; private set; }

    /// <param name="source">The field or property; null where the source comes from elsewhere.</param>
    /// <param name="held">The locks that are held where it is cancelled.</param>
    /// <param name="model">The model of any tree.</param>
    public static SourceCallbacks Of(ISymbol? source, LockSet held, CodeModel model)
    {
        var callbacks = new SourceCallbacks(source!, held, model.Types, model.CancellationToken);
        if (source is not (IFieldSymbol or IPropertySymbol))
        {
            callbacks.Kind = CallbackKind.Unknown;
            return callbacks;
        }

        if (source.DeclaredAccessibility != Accessibility.Private)
        {
            callbacks.Kind = CallbackKind.Unknown;
        }

        foreach (SyntaxReference declaration in source.ContainingType.DeclaringSyntaxReferences)
        {
            SyntaxNode type = declaration.GetSyntax(model.CancellationToken);
            CodeModel own = model.In(type.SyntaxTree);
            foreach (SyntaxNode node in type.Descendants())
            {
                if (node is IdentifierNameSyntax name && name.Identifier.ValueText == source.Name
                    && SymbolEqualityComparer.Default.Equals(own.SymbolOf(name), source))
                {
                    callbacks.VisitSource(CallSyntax.WithCasts(Writes.ExpressionOf(name)), own);
                }
            }
        }

        return callbacks;
    }

    private void VisitSource(ExpressionSyntax source, CodeModel model)
    {
        switch (source.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == source:
                VisitMember(access.Name.Identifier.ValueText, access, model);
                break;
            case ConditionalAccessExpressionSyntax
            {
                WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding },
            }:
                VisitMember(binding.Name.Identifier.ValueText, null, model);
                break;
            case ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax asked } access
                when access.Expression == source:
                VisitMember(asked.Name.Identifier.ValueText, access, model);
                break;
            case AssignmentExpressionSyntax assignment when assignment.Left == source:
                if (!IsOwn(assignment.Right))
                {
                    Add(CallbackKind.Unknown, null);
                }

                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }
                or IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax }:
                break;
            default:
                Add(CallbackKind.Unknown, null);
                break;
        }
    }

    private void VisitMember(string member, ExpressionSyntax? access, CodeModel model)
    {
        if (member is "Cancel" or "CancelAsync" or "CancelAfter" or "Dispose" or "IsCancellationRequested" or "TryReset")
        {
            return;
        }

        if (member == "Token" && access is not null)
        {
            VisitToken(access, model, MaximumDepth);
        }
        else
        {
            Add(CallbackKind.Unknown, null);
        }
    }

    /// <summary>A new source, or none.</summary>
    private static bool IsOwn(ExpressionSyntax value)
        => CallSyntax.WithoutCasts(value) is BaseObjectCreationExpressionSyntax
            or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression };

    private void VisitToken(ExpressionSyntax token, CodeModel model, int depth)
    {
        if (!_seen.Add(token))
        {
            return;
        }

        ExpressionSyntax outermost = CallSyntax.WithCasts(token);
        switch (outermost.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == outermost:
                VisitTokenMember(access, model);
                break;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument:
                VisitArgument(argument, call, model, depth);
                break;
            // The exception only keeps it.
            case ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax { Type: var made } }
                when TypeNames.Of(made) is "OperationCanceledException" or "TaskCanceledException":
                break;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } when VariableMentions.ScopeOf(local) is not null:
                foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model).ToArray())
                {
                    VisitToken(mention, model, depth);
                }

                break;
            default:
                Add(CallbackKind.Unknown, null);
                break;
        }
    }

    private void VisitTokenMember(MemberAccessExpressionSyntax access, CodeModel model)
    {
        switch (access.Name.Identifier.ValueText)
        {
            case "IsCancellationRequested" or "ThrowIfCancellationRequested" or "CanBeCanceled" or "WaitHandle":
                break;
            case "Register" or "UnsafeRegister" when access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } call:
                VisitCallback(call.ArgumentList.Arguments[0].Expression, model);
                break;
            default:
                Add(CallbackKind.Unknown, null);
                break;
        }
    }

    private void VisitCallback(ExpressionSyntax callback, CodeModel model)
    {
        if (CallSyntax.WithoutCasts(callback) is var given
            && (given is LambdaExpressionSyntax { ExpressionBody: { } ended } ? CallSyntax.WithoutCasts(ended) : given) is var run
            && CalledSource.MethodNamedBy(run, model) is { } end && CancelledWait.EndsWork(end))
        {
            return;
        }

        Add(CallbackKind.Unknown, null);
        if (callback is AnonymousFunctionExpressionSyntax lambda)
        {
            VisitRun(FunctionSyntax.OwnNodes(lambda.Body), model);
        }
        else if (CalledSource.MethodNamedBy(callback, model) is { } method
            && CalledSource.OfOnly(method, model) is { } called)
        {
            VisitRun(FunctionSyntax.OwnNodes(called.Body), CodeModel.Of(called.Model, _cancellationToken));
        }
    }

    /// <summary>What runs up to an <c>await</c> that has to wait, at least.</summary>
    private void VisitRun(IEnumerable<SyntaxNode> code, CodeModel model)
    {
        SyntaxNode[] nodes = code.TakeWhile(static node => !FunctionSyntax.IsAwait(node)).ToArray();
        if (_code.LockTakenIn(nodes, model) is { } taken)
        {
            Add(CallbackKind.TakesLock, taken);
        }
        else if (_code.WaitIn(nodes, model) is { } wait)
        {
            Add(CallbackKind.Waits, wait);
        }
    }

    private void VisitArgument(ArgumentSyntax argument, InvocationExpressionSyntax call, CodeModel model, int depth)
    {
        if (CallSyntax.MethodOf(call, model) is not { } method)
        {
            Add(CallbackKind.Unknown, null);
            return;
        }

        if (CancelledWait.IsContinuedLater(call, method, _types) || CancelledWait.IsOfChannel(method)
            || CancelledWait.EndsElsewhere(method))
        {
            return;
        }

        if (method.Name == "CreateLinkedTokenSource" && call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax linked }
            && method.IsDeclaredIn(_types.CancellationTokenSource) && VariableMentions.ScopeOf(linked) is not null)
        {
            foreach (IdentifierNameSyntax mention in VariableMentions.Of(linked, model).ToArray())
            {
                VisitSource(CallSyntax.WithCasts(mention), model);
            }

            return;
        }

        if (CancelledWait.EndsInline(method, _types) && _code.LockBehindFailed(call, model) is { } taken)
        {
            if (Kind < CallbackKind.TakesLock)
            {
                IsContinuation = true;
            }

            Add(CallbackKind.TakesLock, taken);
            return;
        }

        IMethodSymbol declared = (method.ReducedFrom ?? method).OriginalDefinition;
        IParameterSymbol? parameter = argument.NameColon is { } name
            ? declared.Parameters.FirstOrDefault(one => one.Name == name.Name.Identifier.ValueText)
            : declared.Parameters.ElementAtOrDefault(call.ArgumentList.Arguments.IndexOf(argument) + (method.ReducedFrom is null ? 0 : 1));
        if (depth == 0 || parameter is null || BodyOf(method, model) is not { } called)
        {
            Add(CallbackKind.Unknown, null);
            return;
        }

        foreach (IdentifierNameSyntax mention in called.Body.DescendantsAndSelf().OfType<IdentifierNameSyntax>().ToArray())
        {
            if (mention.Identifier.ValueText == parameter.Name
                && called.Model.GetSymbolInfo(mention, _cancellationToken).Symbol is IParameterSymbol)
            {
                VisitToken(mention, CodeModel.Of(called.Model, _cancellationToken), depth - 1);
            }
        }
    }

    /// <summary>The body of the method. Over-approximates: code of other assemblies may override it.</summary>
    private static CalledSource? BodyOf(IMethodSymbol method, CodeModel model)
        => CalledSource.OfOnly(method, model)
            ?? (method.IsVirtual && !OnlyImplementation.OverridesOf(method, model).Any() ? CalledSource.Of(method, model) : null);

    private void Add(CallbackKind kind, SyntaxNode? place)
    {
        if (kind > Kind)
        {
            (Kind, Place) = (kind, place);
        }
    }
}
