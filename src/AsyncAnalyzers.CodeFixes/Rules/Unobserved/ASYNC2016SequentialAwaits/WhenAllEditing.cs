using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Starts calls together and waits for all of them by <c>Task.WhenAll</c>.</summary>
internal static class WhenAllEditing
{
    /// <summary>
    /// The tasks of the group, <c>await Task.WhenAll(…)</c>, and the declarations with the results, in the place of the declarations that
    /// awaited
    /// one call after the other. What is said above and behind each of these stays with the call.
    /// </summary>
    public static SyntaxNode Together(IReadOnlyList<AwaitedCall> group, RepairRequest request, CancellationToken cancellationToken)
    {
        StatementSyntax first = group[0].Declaration;
        SourceText text = request.Root.GetText();
        Indentation layout = Indentation.Of(first, text);
        HashSet<string> taken = FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(first));
        var starts = new List<StatementSyntax>();
        var results = new List<StatementSyntax>();
        var tasks = new List<ArgumentSyntax>();
        foreach (AwaitedCall call in group)
        {
            string name = FreeNames.Numbered(call.Name + "Task", wanted => !taken.Add(wanted));
            VariableDeclaratorSyntax variable = call.Declaration.Declaration.Variables[0];
            bool isValueTask = request.Model.GetTypeInfo(call.Call, cancellationToken).Type.IsValueTask(request.Types);
            ExpressionSyntax started = isValueTask ? AsTask(call.Call) : call.Call;
            starts.Add(Declaration(TaskType(call, request, cancellationToken), name, started)
                .WithLeadingTrivia(call.Declaration.GetLeadingTrivia())
                .WithTrailingTrivia(call.Declaration.GetTrailingTrivia()));
            ExpressionSyntax task = IdentifierName(name);
            results.Add(ElasticTrivia.RemovedFrom(call.Declaration
                .ReplaceNode(variable.Initializer!.Value, Await(task, call.IsConfigured).WithTriviaFrom(variable.Initializer.Value)))
                .WithLeadingTrivia(Whitespace(layout.Line)).WithTrailingTrivia(EndOfLine(layout.NewLine)));
            tasks.Add(Argument(task));
        }

        StatementSyntax all = ElasticTrivia.RemovedFrom(
            ExpressionStatement(Await(AsyncEdit.StaticCall(request, request.Types.Task!, "WhenAll", tasks.ToArray()), group.Any(call
            => call.IsConfigured))))
            .WithLeadingTrivia(Whitespace(layout.Line)).WithTrailingTrivia(EndOfLine(layout.NewLine));
        results[results.Count - 1] = results[results.Count - 1].WithTrailingTrivia(
            group[group.Count - 1].Declaration.GetTrailingTrivia().Where(trivia
            => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));

        var replaced = new HashSet<StatementSyntax>(group.Select(call => call.Declaration));
        IEnumerable<StatementSyntax> Rewritten(SyntaxList<StatementSyntax> statements)
            => statements.SelectMany(statement => statement == first
                ? starts.Append(all).Concat(results)
                : replaced.Contains(statement)
                ? Enumerable.Empty<StatementSyntax>()
                : new[] { statement });
        SyntaxNode parent = first.Parent!;
        return request.Root.ReplaceNode(parent, parent switch
        {
            BlockSyntax block => block.WithStatements(List(Rewritten(block.Statements))),
            _ => ((SwitchSectionSyntax)parent).WithStatements(List(Rewritten(((SwitchSectionSyntax)parent).Statements))),
        });
    }

    /// <summary><c>list.AddRange(await Task.WhenAll(xs.Select(x => F(x))));</c> in the place of the loop.</summary>
    public static SyntaxNode ForEach(AwaitingLoop loop, RepairRequest request, CancellationToken cancellationToken)
    {
        bool isValueTask = request.Model.GetTypeInfo(loop.Call, cancellationToken).Type.IsValueTask(request.Types);
        ExpressionSyntax called = (isValueTask ? AsTask(loop.Call) : loop.Call).WithoutTrivia();
        ExpressionSyntax lambda = SimpleLambdaExpression(Parameter(loop.Loop.Identifier.WithoutTrivia().WithTrailingTrivia(Space)), called)
            .WithArrowToken(Token(default, SyntaxKind.EqualsGreaterThanToken, TriviaList(Space)));
        ExpressionSyntax tasks = Call(loop.Loop.Expression.WithoutTrivia(), "Select", lambda);
        ExpressionSyntax all = Await(
            AsyncEdit.StaticCall(request, request.Types.Task!, "WhenAll", Argument(tasks)), CallSyntax.IsConfigured(loop.Await.Expression));
        StatementSyntax statement = ElasticTrivia.RemovedFrom(
            ExpressionStatement(Call(IdentifierName(loop.List.Identifier.ValueText), "AddRange", all)));
        statement = statement
            .WithLeadingTrivia(loop.Loop.GetLeadingTrivia())
            .WithTrailingTrivia(AwaitSyntax.LostComments(loop.Loop, statement).AddRange(loop.Loop.GetTrailingTrivia()));
        return WithLinq(request.Root.ReplaceNode(loop.Loop, statement), request, loop.Loop.SpanStart);
    }

    /// <summary>The root with a using directive for <c>Select</c>, where there is none in scope.</summary>
    private static SyntaxNode WithLinq(SyntaxNode root, RepairRequest request, int position)
        => request.Types.Enumerable is { } enumerable
            && request.Model.LookupNamespacesAndTypes(position, name: "Enumerable").Contains(enumerable, SymbolEqualityComparer.Default)
            ? root
            : ImportEditing.AddUsing(root, "System.Linq");

    private static ExpressionSyntax Await(ExpressionSyntax task, bool configureAwaitFalse)
        => AwaitSyntax.InPlaceOf(task, parent: null, task, configureAwaitFalse);

    private static ExpressionSyntax AsTask(ExpressionSyntax call) => Call(call.WithoutTrivia(), "AsTask");

    private static InvocationExpressionSyntax Call(ExpressionSyntax receiver, string method, params ExpressionSyntax[] arguments)
        => InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName(method)),
            ArgumentList(SeparatedList(arguments.Select(Argument))));

    /// <summary>Parsed, so that no formatter lays it out anew.</summary>
    private static StatementSyntax Declaration(TypeSyntax type, string name, ExpressionSyntax value)
    {
        var parsed = (LocalDeclarationStatementSyntax)ParseStatement($"{type.WithoutTrivia()} {name} = {value.WithoutTrivia()};");
        bool isAnnotated = type.DescendantNodesAndSelf().Any(node
            => node.HasAnnotation(Simplifier.Annotation) || node.HasAnnotation(Simplifier.AddImportsAnnotation));
        return isAnnotated ? parsed.ReplaceNode(parsed.Declaration.Type, type.WithTriviaFrom(parsed.Declaration.Type)) : parsed;
    }

    /// <summary><c>var</c> where the result was declared so, else the type of the task.</summary>
    private static TypeSyntax TaskType(AwaitedCall call, RepairRequest request, CancellationToken cancellationToken)
        => call.Declaration.Declaration.Type is { IsVar: true } var
            ? var.WithoutTrivia().WithTrailingTrivia(Space)
            : TaskOf(ResultType(call, request, cancellationToken), request);

    /// <summary>
    /// <c>Task&lt;result&gt;</c>, by its bare name where that means it: what a simplifier has to shorten is laid out anew by the
    /// formatter.
    /// </summary>
    private static TypeSyntax TaskOf(TypeSyntax result, RepairRequest request)
        => request.Model.LookupNamespacesAndTypes(request.Node.SpanStart, name: "Task") is { IsEmpty: false } inScope
            && inScope.All(found => found is INamedTypeSymbol type && (type.Is(request.Types.Task) || type.Is(request.Types.TaskOfT)))
            ? ParseTypeName($"Task<{result}>")
            : AsyncEdit.TaskOf(request, result);

    /// <summary>The type as it was written where that is the one of the task.</summary>
    private static TypeSyntax ResultType(AwaitedCall call, RepairRequest request, CancellationToken cancellationToken)
    {
        ITypeSymbol result = ((INamedTypeSymbol)request.Model.GetTypeInfo(call.Call, cancellationToken).Type!).TypeArguments[0];
        if (request.Model.GetDeclaredSymbol(call.Declaration.Declaration.Variables[0], cancellationToken) is ILocalSymbol local
            && SymbolEqualityComparer.IncludeNullability.Equals(local.Type, result))
        {
            return call.Declaration.Declaration.Type.WithoutTrivia();
        }

        return ParseTypeName(result.ToMinimalDisplayString(request.Model, call.Declaration.SpanStart));
    }
}
