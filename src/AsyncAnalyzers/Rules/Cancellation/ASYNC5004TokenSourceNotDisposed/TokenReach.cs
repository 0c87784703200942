namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Whether all that is given a token has ended where the function ends: then its source can be disposed there. What is not understood has
/// not ended.
/// </summary>
internal sealed class TokenReach(SyntaxNode function, CodeModel model)
{
    /// <summary>What is done with the source, and with its token, ends with the function.</summary>
    /// <param name="mentions">All mentions of the local that holds the source.</param>
    public bool EndsWith(IEnumerable<IdentifierNameSyntax> mentions) => mentions.All(mention => TokenSourceUses.Of(mention) switch
    {
        TokenSourceUse.None or TokenSourceUse.Cancel or TokenSourceUse.CancelAfter => IsInside(mention) && !IsMethodGroup(mention),
        TokenSourceUse.Token => TokenSourceUses.TokenOf(mention) is { } token && IsInside(mention) && EndsWith(token),
        _ => false,
    });

    /// <summary>What is given the token ends with the function.</summary>
    public bool EndsWith(ExpressionSyntax token)
    {
        token = CallSyntax.WithCasts(token);
        switch (token.Parent)
        {
            case MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "IsCancellationRequested" or "ThrowIfCancellationRequested"
                or "CanBeCanceled"
            }:
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }:
            case ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax { Type: { } type } }
                when TypeNames.Of(type) is "OperationCanceledException" or "TaskCanceledException":
                return true;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax alias } when VariableMentions.ScopeOf(alias) is not null:
                return VariableMentions.Of(alias, model).All(mention => IsInside(mention) && EndsWith((ExpressionSyntax)mention));
            case ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent.Parent: InvocationExpressionSyntax call }:
                return IsEnded(call);
            default:
                return false;
        }
    }

    /// <summary>The function itself runs the code, or it is a lambda of a call that the function awaits.</summary>
    private bool IsInside(SyntaxNode node)
    {
        SyntaxNode? inner = FunctionSyntax.Enclosing(node);
        if (inner == function)
        {
            return true;
        }

        while (inner is not null && FunctionSyntax.Enclosing(inner) is { } outer && outer != function)
        {
            inner = outer;
        }

        SyntaxNode? current = inner;
        while (current is AnonymousFunctionExpressionSyntax or InvocationExpressionSyntax
            && current.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call })
        {
            if (IsEnded(call))
            {
                return true;
            }

            current = call;
        }

        return false;
    }

    private bool IsEnded(InvocationExpressionSyntax call)
    {
        TaskUse use = TaskUse.Of(call);
        return use.Kind switch
        {
            TaskUseKind.Awaited or TaskUseKind.Waited => CallSyntax.CalledName(call) is not ("WhenAny" or "ContinueWith"),
            TaskUseKind.Combined when use.Place is InvocationExpressionSyntax all && CallSyntax.CalledName(all) == "WhenAll"
                => IsEnded(all),
            // The lambda hands its task to the call that it is an argument of.
            TaskUseKind.Returned => FunctionSyntax.Enclosing(call) is AnonymousFunctionExpressionSyntax lambda && lambda != function,
            // A delay that goes on does no harm.
            TaskUseKind.Combined or TaskUseKind.Assigned when CallSyntax.CalledName(call) == "Delay" => true,
            TaskUseKind.Passed when use.Place is CommonForEachStatementSyntax each => each.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            _ => CallSyntax.CalledName(call) is "Wait" or "WaitAll" or "WaitAny" or "Take" or "TryTake" or "TryAdd" or "SignalAndWait",
        };
    }

    private static bool IsMethodGroup(IdentifierNameSyntax mention)
        => mention.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cancel" or "CancelAsync" or "CancelAfter" } access
            && access.Parent is not InvocationExpressionSyntax;
}
