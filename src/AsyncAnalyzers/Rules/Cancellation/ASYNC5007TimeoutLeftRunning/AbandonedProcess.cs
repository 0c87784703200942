namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// <c>await process.WaitForExitAsync(token)</c> for a process that the function has started and that nothing in it kills: when the wait is
/// cancelled, the process runs on.
/// </summary>
/// <param name="Call">The wait.</param>
/// <param name="Name">The local that holds the process.</param>
/// <param name="IsTimed">A time-out cancels the token.</param>
internal sealed record AbandonedProcess(InvocationExpressionSyntax Call, string Name, bool IsTimed)
{
    private const int MaximumDepth = 3;

    /// <summary>By them the process can be ended, here or by who is handed them.</summary>
    private static readonly HashSet<string> Ends = new(StringComparer.Ordinal)
    {
        "Kill", "CloseMainWindow", "StandardInput", "Handle", "SafeHandle",
    };

    public static AbandonedProcess? Of(SimpleNameSyntax waitForExit, CodeModel model)
        => CallSyntax.InvocationOf(waitForExit) is { ArgumentList.Arguments: { Count: 1 } arguments } call
            && CallSyntax.Receiver(waitForExit) is { } receiver && CallSyntax.WithoutSuppression(receiver) is IdentifierNameSyntax name
            && arguments[0].Expression is var token && !TokenArguments.IsNone(token)
            && FunctionSyntax.Enclosing(call) is { } function
            && FunctionSyntax.OutermostEnclosing(function) is var outermost
            && !outermost.Descendants().Any(IsEnd)
            && model.SymbolOf(name) is ILocalSymbol local
            && model.SyntaxOf(local) is VariableDeclaratorSyntax declarator
            && FunctionSyntax.Enclosing(declarator) == function
            && CallSyntax.MethodOf(call, model)?.IsDeclaredIn(model.Types.Process) == true
            && IsStartedHere(declarator, function, model)
            && VariableMentions.In(outermost, name.Identifier.ValueText, model).All(mention => mention == name || IsPlain(mention, model))
            && !UncancelledTokens.Contain(model.SymbolOf(token), model)
                ? new AbandonedProcess(call, name.Identifier.ValueText, IsOfTimeout(token, function, model, 0))
                : null;

    /// <summary>A name that ends a process: <c>Kill</c>, <c>KillTree</c>, <c>TerminateAsync</c>.</summary>
    private static bool IsEnd(SyntaxNode node)
        => node is SimpleNameSyntax { Identifier.ValueText: var name }
            && (name.StartsWith("Kill", StringComparison.Ordinal) || name.StartsWith("Terminat", StringComparison.Ordinal)
                || name == "CloseMainWindow");

    /// <summary>All its values are <c>Process.Start(…)</c>, or an object that the function then starts.</summary>
    private static bool IsStartedHere(VariableDeclaratorSyntax local, SyntaxNode function, CodeModel model)
    {
        bool isStarted = false;
        foreach (ExpressionSyntax? value in LocalAssignments.Of(local, model)
            .Select(static write => write is AssignmentExpressionSyntax { Right: var right } ? right : null)
            .Append(local.Initializer?.Value))
        {
            switch (value is null ? null : CallSyntax.WithoutThrow(value))
            {
                case null when local.Initializer is null:
                case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression }:
                    break;
                case InvocationExpressionSyntax start when CallSyntax.MethodOf(start, model) is { Name: "Start", IsStatic: true } method
                    && method.IsDeclaredIn(model.Types.Process):
                case BaseObjectCreationExpressionSyntax when FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function)
                    .Any(node => node is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Start", Expression: IdentifierNameSyntax { Identifier.ValueText: var started },
                    }
                        && started == local.Identifier.ValueText):
                    isStarted = true;
                    break;
                default:
                    return false;
            }
        }

        return isStarted;
    }

    /// <summary>A member that does not end the process is used, or it is compared: nobody else gets hold of it.</summary>
    private static bool IsPlain(IdentifierNameSyntax mention, CodeModel model)
    {
        SyntaxNode whole = mention;
        while (whole.Parent is ParenthesizedExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            whole = whole.Parent;
        }

        return whole.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == whole => !Ends.Contains(access.Name.Identifier.ValueText)
                && !(access.Name.Identifier.ValueText is "WaitForExit" or "WaitForExitAsync" && IsInHandler(access))
                && model.SymbolOf(access.Name) is not IMethodSymbol { IsExtensionMethod: true },
            ConditionalAccessExpressionSyntax { WhenNotNull: var used } => !used.DescendantsAndSelf().Any(static node
                => node is SimpleNameSyntax { Identifier.ValueText: var name } && Ends.Contains(name)),
            AssignmentExpressionSyntax assignment => assignment.Left == whole,
            IsPatternExpressionSyntax or UsingStatementSyntax => true,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => true,
            _ => false,
        };
    }

    /// <summary>The process is meant to end by itself: the function waits for that when it is cancelled.</summary>
    private static bool IsInHandler(SyntaxNode node)
        => node.FirstAncestorOrSelf<CatchClauseSyntax>() is not null || node.FirstAncestorOrSelf<FinallyClauseSyntax>() is not null;

    /// <summary>The token is that of a source of the function that is made with a time, or given one, or linked to such a token.</summary>
    private static bool IsOfTimeout(ExpressionSyntax token, SyntaxNode function, CodeModel model, int depth)
    {
        switch (CallSyntax.WithoutSuppression(token))
        {
            case IdentifierNameSyntax name when depth < MaximumDepth && model.SymbolOf(name) is ILocalSymbol local:
                return LocalAssignments.OnlyValueOf(local, model) is { } value && IsOfTimeout(value, function, model, depth + 1);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: IdentifierNameSyntax source }
                when depth < MaximumDepth && model.SymbolOf(source) is ILocalSymbol local:
                return FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node is MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "CancelAfter", Expression: IdentifierNameSyntax { Identifier.ValueText: var timed },
                }
                    && timed == source.Identifier.ValueText)
                    || (LocalAssignments.OnlyValueOf(local, model) is { } made && IsOfTimeout(made, function, model, depth + 1));
            case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } creation:
                return model.TypeOf(creation).Is(model.Types.CancellationTokenSource)
                    && Durations.Milliseconds(arguments[0].Expression, model) is not double.PositiveInfinity;
            case InvocationExpressionSyntax call when CallSyntax.CalledName(call) == "CreateLinkedTokenSource":
                return call.ArgumentList.Arguments.Any(argument => IsOfTimeout(argument.Expression, function, model, depth + 1));
            default:
                return false;
        }
    }
}
