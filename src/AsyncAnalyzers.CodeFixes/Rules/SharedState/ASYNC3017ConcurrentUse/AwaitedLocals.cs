namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// <c>var a = F(); var b = G(); await Task.WhenAll(a, b); … a.Result …</c>: the variables get the results instead of the tasks, so that
/// each call is awaited where it is made.
/// </summary>
internal sealed class AwaitedLocals
{
    private readonly RepairRequest _request;
    private readonly bool _configures;
    private readonly Dictionary<SyntaxNode, SyntaxNode?> _replaced = new();

    private AwaitedLocals(RepairRequest request)
    {
        _request = request;
        _configures = ConfigureAwaitHabit.IsFalse(request.Root);
    }

    /// <summary>Null where a task is used in another way than to be awaited.</summary>
    public static AwaitedLocals? At(SyntaxNode place, InstanceUses uses, RepairRequest request, CodeModel model)
    {
        if (place is not InvocationExpressionSyntax later || FunctionSyntax.Enclosing(place) is not { } function
            || !FunctionSyntax.IsAsync(function)
            || later.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement
            || FunctionSyntax.Enclosing(statement) != function)
        {
            return null;
        }

        IReadOnlyList<InstanceUse> used = uses.At(later);
        var locals = new AwaitedLocals(request);
        int found = 0;
        foreach (LocalDeclarationStatementSyntax declaration in block.Statements.OfType<LocalDeclarationStatementSyntax>())
        {
            if (declaration.Declaration.Variables is { Count: 1 } variables
                && variables[0].Initializer?.Value is { } task
                && OneAfterTheOther.WithoutAsTask(task) is InvocationExpressionSyntax call
                && uses.At(call).Any(mine => used.Any(mine.CollidesWith)))
            {
                if (ConcurrentUse.IsPump(call, model)
                    || !locals.Add(declaration, variables[0], call, model.CancellationToken))
                {
                    return null;
                }

                found++;
            }
        }

        return found > 0 && locals.RemoveJoins() ? locals : null;
    }

    public SyntaxNode? Apply()
    {
        SyntaxNode root = _request.Root.TrackNodes(_replaced.Keys);
        foreach (KeyValuePair<SyntaxNode, SyntaxNode?> one in _replaced.OrderByDescending(static one => one.Key.SpanStart))
        {
            if (root.GetCurrentNode(one.Key) is not { } current)
            {
                return null;
            }

            root = one.Value is null ? StatementRemoval.From(root, (StatementSyntax)current) : root.ReplaceNode(current, one.Value);
        }

        return root;
    }

    private bool Add(
        LocalDeclarationStatementSyntax declaration, VariableDeclaratorSyntax variable, InvocationExpressionSyntax call,
        CancellationToken cancellationToken)
    {
        if (_request.Model.GetDeclaredSymbol(variable, cancellationToken) is not ILocalSymbol { Type: INamedTypeSymbol type }
            || !type.IsTaskOrValueTask(_request.Types))
        {
            return false;
        }

        ExpressionSyntax task = variable.Initializer!.Value;
        bool hasResult = type.TypeArguments.Length > 0;
        if (hasResult ? !declaration.Declaration.Type.IsVar : HasComments(declaration))
        {
            return false;
        }

        ExpressionSyntax awaited = AwaitSyntax.InPlaceOf(task, task.Parent, call, _configures);
        _replaced.Add(
            hasResult ? task : declaration,
            hasResult ? awaited : ExpressionStatement(awaited.WithoutTrivia()).WithTriviaFrom(declaration));
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(variable, _request.Model))
        {
            TaskUse use = TaskUse.Of(mention);
            switch (use.Kind)
            {
                case TaskUseKind.Awaited when use.Place is AwaitExpressionSyntax await
                    && CallSyntax.WithoutConfiguration(await.Expression) == mention:
                    if (await.Parent is ExpressionStatementSyntax statement)
                    {
                        _replaced.Add(statement, null);
                    }
                    else if (hasResult)
                    {
                        SyntaxNode read = await.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : await;
                        _replaced.Add(read, mention.WithTriviaFrom(read));
                    }
                    else
                    {
                        return false;
                    }

                    break;
                case TaskUseKind.Waited when hasResult && use.Place is MemberAccessExpressionSyntax result
                    && result.Name.Identifier.ValueText == "Result" && result.Expression == mention:
                    _replaced.Add(result, mention.WithTriviaFrom(result));
                    break;
                case TaskUseKind.Combined when mention.Parent is ArgumentSyntax argument
                    && use.Place is InvocationExpressionSyntax all && CallSyntax.CalledName(all) == "WhenAll"
                    && OneAfterTheOther.AwaitOf(all) is { Parent: ExpressionStatementSyntax }:
                    _replaced.Add(argument, argument);
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>A <c>WhenAll</c> whose tasks are all awaited by then goes; one that has others keeps these.</summary>
    private bool RemoveJoins()
    {
        ArgumentSyntax[] joined = _replaced.Keys.OfType<ArgumentSyntax>().ToArray();
        foreach (IGrouping<SyntaxNode, ArgumentSyntax> list in joined.GroupBy(static argument => argument.Parent!))
        {
            foreach (ArgumentSyntax argument in list)
            {
                _replaced.Remove(argument);
            }

            var arguments = (ArgumentListSyntax)list.Key;
            ArgumentSyntax[] kept = arguments.Arguments.Except(list).ToArray();
            if (kept.Length == 0)
            {
                _replaced.Add(list.Key.FirstAncestorOrSelf<ExpressionStatementSyntax>()!, null);
            }
            else if (kept.Any(argument => _replaced.Keys.Any(argument.Contains)) || HasComments(arguments))
            {
                return false;
            }
            else
            {
                _replaced.Add(arguments, arguments.WithArguments(AsyncEdit.Separated(kept)));
            }
        }

        return true;
    }

    private static bool HasComments(SyntaxNode node)
        => node.WithoutTrivia().DescendantTrivia().Any(static trivia => trivia.IsDirective
            || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
}
