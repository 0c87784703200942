namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Makes a TaskCompletionSource of a private field that is set once and waited for: a <c>bool</c> that loops poll, or a
/// ManualResetEventSlim that is never reset. All uses in the type are rewritten together.
/// </summary>
internal sealed class CompletionSourceEditing
{
    private readonly RepairRequest _request;
    private readonly FieldRewrite _field;
    private readonly INamedTypeSymbol _source;

    private CompletionSourceEditing(RepairRequest request, FieldRewrite field, INamedTypeSymbol source)
    {
        _request = request;
        _field = field;
        _source = source;
    }

    /// <summary>
    /// The solution with the flag, which is polled by the loop of the request, made a TaskCompletionSource; null where a use of it cannot
    /// follow.
    /// </summary>
    public static Task<Solution?> ReplaceFlagAsync(RepairRequest request, IFieldSymbol flag, CancellationToken cancellationToken)
        => ReplaceAsync(request, flag, editing => flag.Type.SpecialType == SpecialType.System_Boolean
            && editing.IsFalseAtFirst()
            && editing._field.Uses.All(use => editing.TryAddFlagUse(use, cancellationToken)), cancellationToken);

    /// <summary>
    /// The solution with the event, which the node of the request waits for, made a TaskCompletionSource; null where a use of it cannot
    /// follow.
    /// </summary>
    public static Task<Solution?> ReplaceEventAsync(RepairRequest request, IFieldSymbol @event, CancellationToken cancellationToken)
        => ReplaceAsync(request, @event, editing => editing.IsUnsetAtFirst()
            && editing._field.Uses.All(use => editing.TryAddEventUse(use, cancellationToken)), cancellationToken);

    private static async Task<Solution?> ReplaceAsync(
        RepairRequest request, IFieldSymbol field, Func<CompletionSourceEditing, bool> collect, CancellationToken cancellationToken)
    {
        if ((request.Types.TaskCompletionSource ?? request.Types.TaskCompletionSourceOfT) is not { } source
            || FieldRewrite.TryCreate(request, field, cancellationToken) is not { } rewrite)
        {
            return null;
        }

        source = source.Arity == 0 ? source : source.Construct(request.Model.Compilation.GetSpecialType(SpecialType.System_Boolean));
        var editing = new CompletionSourceEditing(request, rewrite, source);
        return collect(editing) ? await rewrite.ApplyAsync(editing.TypeAndValue, cancellationToken).ConfigureAwait(false) : null;
    }

    private bool IsFalseAtFirst()
        => _field.Declarator.Initializer is null or { Value: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } };

    private bool IsUnsetAtFirst()
        => _field.Declarator.Initializer?.Value is BaseObjectCreationExpressionSyntax { Initializer: null } creation
            && (creation.ArgumentList is null or { Arguments.Count: 0 }
                || creation.ArgumentList.Arguments is { Count: 1 } arguments
                    && arguments[0].Expression.IsKind(SyntaxKind.FalseLiteralExpression));

    private bool TryAddFlagUse(ExpressionSyntax use, CancellationToken cancellationToken)
    {
        switch (use.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == use:
                if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                    || !assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression)
                    || !_field.IsUnused(assignment, cancellationToken))
                {
                    return false;
                }

                _field.Edit(assignment, rewritten => TrySetResult(((AssignmentExpressionSyntax)rewritten).Left).WithTriviaFrom(rewritten));
                return true;
            case ArgumentSyntax { RefKindKeyword.RawKind: not 0, Parent.Parent: InvocationExpressionSyntax call }:
                if (CallSyntax.MethodOf(call, _request.ModelFor(cancellationToken)) is not { } method
                    || !method.IsDeclaredIn(_request.Types.Volatile))
                {
                    return false;
                }

                if (method.Name == "Read")
                {
                    return TryAddRead(use, call, cancellationToken);
                }

                if (call.ArgumentList.Arguments is not { Count: 2 } arguments
                    || !arguments[1].Expression.IsKind(SyntaxKind.TrueLiteralExpression)
                    || !_field.IsUnused(call, cancellationToken))
                {
                    return false;
                }

                _field.Edit(call, rewritten
                    => TrySetResult(
                        ((InvocationExpressionSyntax)rewritten).ArgumentList.Arguments[0].Expression).WithTriviaFrom(rewritten));
                return true;
            case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or RefExpressionSyntax
                or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression }:
                return false;
            default:
                return TryAddRead(use, use, cancellationToken);
        }
    }

    /// <summary>A loop that does nothing but poll the flag awaits its task; any other reader asks whether it is complete.</summary>
    private bool TryAddRead(ExpressionSyntax use, ExpressionSyntax read, CancellationToken cancellationToken)
    {
        if (read.Ancestors().OfType<StatementSyntax>().FirstOrDefault(statement
            => WaitingLoop.PartsOf(statement).Body is not null) is { } loop
            && PollingLoop.Find(
                loop, _request.ModelFor(cancellationToken)) is { Shape.Work: null, States: { Count: 1 } states } polling
            && states[0].Expression.Span.Contains(use.Span)
            && PollingLoopEditing.TryGetToken(polling, _request.ModelFor(cancellationToken), out ExpressionSyntax? token)
            && (loop == _request.Node || FunctionSyntax.Enclosing(loop) is { } function && FunctionSyntax.IsAsync(function)))
        {
            _field.Wait(loop, rewritten
                => AwaitSyntax.StatementInPlaceOf(
                    (StatementSyntax)rewritten, WithToken(TaskOf(use), token), ConfigureAwaitHabit.IsFalse(_request.Root)));
            return true;
        }

        _field.Edit(read, rewritten => Member(TaskOf(use), "IsCompleted").WithTriviaFrom(rewritten));
        return true;
    }

    private bool TryAddEventUse(ExpressionSyntax use, CancellationToken cancellationToken)
    {
        if (use.Parent is not MemberAccessExpressionSyntax access || access.Expression != use)
        {
            return false;
        }

        if (access.Parent is not InvocationExpressionSyntax call || call.Expression != access)
        {
            _field.Edit(access, rewritten
                => Member(TaskOf(((MemberAccessExpressionSyntax)rewritten).Expression), "IsCompleted").WithTriviaFrom(rewritten));
            return access.Name.Identifier.ValueText == "IsSet";
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        switch (access.Name.Identifier.ValueText)
        {
            case "Set" when arguments.Count == 0 && _field.IsUnused(call, cancellationToken):
                _field.Edit(call, rewritten
                    => TrySetResult(((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)rewritten).Expression).Expression)
                        .WithTriviaFrom(rewritten));
                return true;
            case "Wait" when arguments.Count == 0
                || arguments.Count == 1
                && _request.Model.GetTypeInfo(arguments[0].Expression, cancellationToken).Type.Is(_request.Types.CancellationToken):
                if (arguments.Count == 1 && !PollingLoopEditing.HasWaitAsync(_request.Types))
                {
                    return false;
                }

                _field.Wait(call, rewritten => AwaitSyntax.InPlaceOf(
                    call,
                    WithToken(TaskOf(((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)rewritten).Expression).Expression),
                        ((InvocationExpressionSyntax)rewritten).ArgumentList.Arguments.FirstOrDefault()?.Expression),
                    ConfigureAwaitHabit.IsFalse(_request.Root)));
                return true;
            case "Dispose":
                return _field.TryRemove(call);
            default:
                return false;
        }
    }

    private ExpressionSyntax TrySetResult(ExpressionSyntax source)
        => InvocationExpression(Member(source.WithoutTrivia(), "TrySetResult"), ArgumentList(_source.Arity == 0
            ? default
            : SingletonSeparatedList(Argument(LiteralExpression(SyntaxKind.TrueLiteralExpression)))));

    private static ExpressionSyntax TaskOf(ExpressionSyntax source) => Member(source.WithoutTrivia(), "Task");

    private static ExpressionSyntax WithToken(ExpressionSyntax task, ExpressionSyntax? token)
        => token is null
            ? task
            : InvocationExpression(Member(task, "WaitAsync"), ArgumentList(SingletonSeparatedList(Argument(token.WithoutTrivia()))));

    private static MemberAccessExpressionSyntax Member(ExpressionSyntax receiver, string name)
        => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName(name));

    private (TypeSyntax Type, ExpressionSyntax Value) TypeAndValue()
    {
        TypeSyntax type = _field.TypeName(_source);
        ExpressionSyntax options = TypeNaming.Member(
            _field.TypeName(_request.Types.TaskCreationOptions!), "RunContinuationsAsynchronously");
        ArgumentListSyntax arguments = ArgumentList(SingletonSeparatedList(Argument(options)));
        return (type, _request.Model.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 }
            ? ImplicitObjectCreationExpression(arguments, null)
            : ObjectCreationExpression(Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space), type, arguments, null));
    }
}
