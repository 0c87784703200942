using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Calls that a <c>Task.WhenAll</c> is given, awaited one after the other.</summary>
internal static class OneAfterTheOther
{
    /// <summary>
    /// <c>await Task.WhenAll(F(), G());</c> becomes <c>await F(); await G();</c>; where its results are used,
    /// <c>new[] { await F(), await G() }</c>.
    /// </summary>
    public static SyntaxNode? Arguments(SyntaxNode place, InstanceUses uses, RepairRequest request, CodeModel model)
    {
        if (ArgumentOf(place) is not { Parent.Parent: InvocationExpressionSyntax whenAll }
            || CallSyntax.CalledName(whenAll) != "WhenAll" || AwaitOf(whenAll) is not { } await
            || whenAll.ArgumentList.Arguments is not { Count: > 1 } arguments
            || HasComments(await)
            || !arguments.All(argument => argument.NameColon is null
                && WithoutAsTask(argument.Expression) is InvocationExpressionSyntax call && uses.At(call).Count > 0
                && !ConcurrentUse.IsPump(call, model)))
        {
            return null;
        }

        bool configures = CallSyntax.IsConfigured(await.Expression);
        IEnumerable<ExpressionSyntax> awaited = arguments.Select(argument
            => AwaitSyntax.InPlaceOf(
                argument.Expression.WithoutTrivia(), parent: null, WithoutAsTask(argument.Expression).WithoutTrivia(), configures));
        if (await.Parent is not ExpressionStatementSyntax statement)
        {
            // Parsed, so that no formatter lays it out anew.
            return request.Model.GetTypeInfo(await).Type is not IArrayTypeSymbol ? null : request.Root.ReplaceNode(
                await, ParseExpression($"new[] {{ {string.Join(", ", awaited)} }}").WithTriviaFrom(await));
        }

        if (statement.Parent is not BlockSyntax block)
        {
            return null;
        }

        Indentation layout = Indentation.Of(statement, request.Root.GetText());
        StatementSyntax[] statements = awaited.Select(static one => (StatementSyntax)ExpressionStatement(one)).ToArray();
        for (int i = 0; i < statements.Length; i++)
        {
            statements[i] = statements[i]
                .WithLeadingTrivia(i == 0 ? statement.GetLeadingTrivia() : TriviaList(Whitespace(layout.Line)))
                .WithTrailingTrivia(i == statements.Length - 1 ? statement.GetTrailingTrivia() : TriviaList(EndOfLine(layout.NewLine)));
        }

        return request.Root.ReplaceNode(block, block.WithStatements(block.Statements.ReplaceRange(
            statement, statements.Select(ElasticTrivia.RemovedFrom))));
    }

    /// <summary>
    /// <c>await Task.WhenAll(items.Select(async x => …));</c> becomes a <c>foreach</c> with the body of the lambda, where that has one
    /// parameter and does not return.
    /// </summary>
    public static SyntaxNode? Items(SyntaxNode place, RepairRequest request)
    {
        if (place.FirstAncestorOrSelf<LambdaExpressionSyntax>() is not { } lambda
            || lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax query }
            || query.Expression is not MemberAccessExpressionSyntax select
            || select.Name.Identifier.ValueText != "Select" || query.ArgumentList.Arguments.Count != 1
            || query.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax whenAll }
            || CallSyntax.CalledName(whenAll) != "WhenAll" || whenAll.ArgumentList.Arguments.Count != 1
            || AwaitOf(whenAll) is not { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } statement } await
            || ParameterOf(lambda) is not { } item)
        {
            return null;
        }

        SourceText text = request.Root.GetText();
        Indentation layout = Indentation.Of(statement, text);
        StatementSyntax? body = lambda.Body switch
        {
            BlockSyntax block when lambda.Modifiers.Any(SyntaxKind.AsyncKeyword)
                && !FunctionSyntax.OwnNodes(block).Any(static node => node is ReturnStatementSyntax)
                => block,
            AwaitExpressionSyntax expression => InBlock(expression),
            InvocationExpressionSyntax call when !lambda.Modifiers.Any(SyntaxKind.AsyncKeyword)
                => InBlock(AwaitSyntax.InPlaceOf(
                    call.WithoutTrivia(), parent: null, WithoutAsTask(call).WithoutTrivia(), CallSyntax.IsConfigured(await.Expression))),
            _ => null,
        };
        if (body is null || HasComments(whenAll) && lambda.Body is not BlockSyntax
            || body is BlockSyntax { Statements.Count: 0 })
        {
            return null;
        }

        // A block lies in the column of the statement already where the lambda is laid out as is usual.
        string head = $"foreach (var {item} in {select.Expression.WithoutTrivia()})";
        StatementSyntax loop = ParseStatement(head + layout.NewLine + layout.Line + body.WithoutTrivia().ToFullString())
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(statement.GetTrailingTrivia());
        return loop.ContainsDiagnostics ? null : request.Root.ReplaceNode(statement, loop);

        StatementSyntax InBlock(ExpressionSyntax expression)
            => ParseStatement($"{{{layout.NewLine}{layout.Line}{layout.Unit}{expression.WithoutTrivia()};{layout.NewLine}{layout.Line}}}");
    }

    /// <summary>What awaits the task, through <c>ConfigureAwait</c>.</summary>
    public static AwaitExpressionSyntax? AwaitOf(ExpressionSyntax task)
    {
        TaskUse use = TaskUse.Of(task);
        return use.Kind == TaskUseKind.Awaited && use.Place is AwaitExpressionSyntax await
            && CallSyntax.WithoutConfiguration(await.Expression) == task ? await : null;
    }

    public static ExpressionSyntax WithoutAsTask(ExpressionSyntax task)
        => task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" } access }
            ? access.Expression : task;

    private static ArgumentSyntax? ArgumentOf(SyntaxNode place)
    {
        SyntaxNode? current = place;
        while (current is ExpressionSyntax { Parent: MemberAccessExpressionSyntax or InvocationExpressionSyntax })
        {
            current = current.Parent;
        }

        return current?.Parent as ArgumentSyntax;
    }

    private static string? ParameterOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax { Parameter.Identifier: { ValueText: not "_" } name } => name.Text,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters }
            when parameters[0].Modifiers.Count == 0 && parameters[0].Identifier.ValueText != "_" => parameters[0].Identifier.Text,
        _ => null,
    };

    private static bool HasComments(SyntaxNode node)
        => node.WithoutTrivia().DescendantTrivia().Any(static trivia => trivia.IsDirective
            || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
}
