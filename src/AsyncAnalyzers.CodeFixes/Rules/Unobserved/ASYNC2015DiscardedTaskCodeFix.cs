namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>
/// Awaits a discarded task, hands it to a method of the project that observes failures, or puts the call into a function that catches
/// them.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2015DiscardedTaskCodeFix))]
public sealed class ASYNC2015DiscardedTaskCodeFix : AsyncCodeFix
{
    private static readonly string[] ObserverNames =
    {
        "Forget", "FireAndForget", "SafeFireAndForget", "FireAndForgetSafeAsync", "NoAwait",
        "Observe", "ObserveException", "ObserveExceptions", "ObserveFailure", "ObserveFailures",
        "LogException", "LogExceptions", "LogFailure", "LogFailures", "LogErrors",
    };

    public ASYNC2015DiscardedTaskCodeFix()
        : base(ASYNC2015DiscardedTaskAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.AncestorsAndSelf().FirstOrDefault(DiscardedTask.MayBe) is not AssignmentExpressionSyntax assignment
            || DiscardedTask.Find(assignment, request.ModelFor(cancellationToken)) is not { } discarded
            || CallSyntax.WalkDownParentheses(discarded.Expression) is not InvocationExpressionSyntax expression)
        {
            return repairs;
        }

        if (FunctionSyntax.Enclosing(assignment) is { } function
            && !discarded.IsEndless(request.ModelFor(cancellationToken))
            && !BackgroundRun.WaitsForWhatFollows(discarded.Expression, request.ModelFor(cancellationToken))
            && AwaitPlacement.ObstacleAt(assignment, request.ModelFor(cancellationToken)) == AwaitObstacle.None
            && await MakeAsync.PlanAsync(request.Document, function, cancellationToken).ConfigureAwait(false) is { } plan)
        {
            bool configure = ConfigureAwaitHabit.IsFalse(request.Root) && !CallSyntax.IsConfigured(expression);
            var edit = new NodeEdit(request.Document.Id, assignment, rewritten => AwaitSyntax.InPlaceOf(
                assignment,
                ((AssignmentExpressionSyntax)rewritten).Right.WithTrailingTrivia(),
                configure));
            Phrase title = RepairTitle.WithAsync(RepairTitle.Await(expression), plan);
            repairs.Add(new Repair(title, "ASYNC2015.Await", async ct => await plan.ApplyAsync(edit, ct).ConfigureAwait(false)));
        }

        if (ObserverFor(discarded, expression, request, cancellationToken) is { } observer)
        {
            ExpressionSyntax observed = InvocationExpression(MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, Unconfigured(expression).WithoutTrivia(), IdentifierName(observer)));
            repairs.Add(new Repair($"Pass the task of '{RepairTitle.NameOf(expression)}' to '{observer}'", "ASYNC2015.Observer", _
                => Replaced(request, request.Root.ReplaceNode(assignment, observed.WithTriviaFrom(assignment)))));
        }

        if (assignment.Parent is ExpressionStatementSyntax { Parent: BlockSyntax } statement
            && ExceptionReport.Find(statement, statement.SpanStart, CalledIn(expression), request, cancellationToken) is { } report)
        {
            Phrase title = $"Call '{RepairTitle.NameOf(expression)}' in a function that logs exceptions";
            repairs.Add(new Repair(title, "ASYNC2015.Log", async ct =>
            {
                Microsoft.CodeAnalysis.Text.SourceText text = await request.Document.GetTextAsync(ct).ConfigureAwait(false);
                return await Replaced(request,
                    WithLoggingFunction(request, statement, Unconfigured(expression), report, text)).ConfigureAwait(false);
            }));
        }

        // What was to run beside the rest of the function is not put before it.
        if (repairs.Count > 1 && repairs[0].EquivalenceKey == "ASYNC2015.Await"
            && BackgroundRun.IsFollowed(discarded.Expression, request.ModelFor(cancellationToken)))
        {
            repairs.Add(repairs[0]);
            repairs.RemoveAt(0);
        }

        return repairs;
    }

    private static Task<Solution?> Replaced(RepairRequest request, SyntaxNode root)
        => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root));

    /// <summary>The task itself: nobody awaits what <c>ConfigureAwait</c> answers.</summary>
    private static ExpressionSyntax Unconfigured(ExpressionSyntax expression)
        => CallSyntax.IsConfigured(expression)
            && expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                ? access.Expression
                : expression;

    /// <summary>An extension method in scope that takes a task and returns nothing, with a name that says what for.</summary>
    private static string? ObserverFor(
        DiscardedTask discarded, ExpressionSyntax expression, RepairRequest request, CancellationToken cancellationToken)
    {
        ITypeSymbol? type = request.Model.GetTypeInfo(Unconfigured(expression), cancellationToken).Type;
        return type is null ? null : ObserverNames.FirstOrDefault(name
            => request.Model.LookupSymbols(discarded.Call.SpanStart, type, name, includeReducedExtensionMethods: true)
            .Any(symbol => symbol is IMethodSymbol { ReturnsVoid: true, ReducedFrom: not null } method
                && method.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)));
    }

    private static SyntaxNode WithLoggingFunction(RepairRequest request, ExpressionStatementSyntax statement, ExpressionSyntax call,
        ExceptionReport report, Microsoft.CodeAnalysis.Text.SourceText text)
    {
        string called = CalledIn(call);
        string stem = called is "Run" or "StartNew" ? "RunInBackground" : called.EndsWith("Async", StringComparison.Ordinal)
            && called.Length > 5 ? called.Substring(0, called.Length - 5) : called;
        string name = stem + "AndLogAsync";
        for (int i = 2; !request.Model.LookupSymbols(statement.SpanStart, name: name).IsEmpty
            || NamesIn(statement.Parent!).Contains(name); i++)
        {
            name = stem + "AndLog" + i + "Async";
        }

        string exception = request.Model.LookupSymbols(statement.SpanStart, name: "exception").IsEmpty ? "exception" : "caught";
        Indentation indentation = Indentation.Of(statement, text);
        string line = indentation.Line, inner = line + indentation.Unit, innermost = inner + indentation.Unit,
            newLine = indentation.NewLine;
        string configure = ConfigureAwaitHabit.IsFalse(request.Root) ? ".ConfigureAwait(false)" : "";
        TypeSyntax task = AsyncEdit.TypeName(request, request.Types.Task!);
        TypeSyntax exceptionType = AsyncEdit.TypeName(request, request.Types.Exception!);
        // Placeholders take what carries annotations.
        var function = (LocalFunctionStatementSyntax)ParseStatement(
            $"async __task__ {name}(){newLine}{line}{{{newLine}{inner}try{newLine}"
            + $"{inner}{{{newLine}{innermost}await __call__{configure};{newLine}{inner}}}{newLine}"
            + $"{inner}catch (__exception__ {exception}){newLine}{inner}{{{newLine}{innermost}__log__;{newLine}{inner}}}{newLine}{line}}}",
            options: request.Root.SyntaxTree.Options);
        function = function.ReplaceNodes(
            function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(identifier
                => identifier.Identifier.ValueText is "__task__" or "__call__" or "__exception__" or "__log__"),
            (original, _) => original.Identifier.ValueText switch
            {
                "__task__" => task.WithTriviaFrom(original),
                "__exception__" => exceptionType.WithTriviaFrom(original),
                "__log__" => ElasticTrivia.RemovedFrom(report.Write(exception)).WithTriviaFrom(original),
                _ => (NeedsParentheses(call)
                    ? ParenthesizedExpression(call.WithoutTrivia())
                    : call.WithoutTrivia()).WithTriviaFrom(original),
            });

        ExpressionStatementSyntax started = statement.WithExpression(((AssignmentExpressionSyntax)statement.Expression).WithRight(
            InvocationExpression(IdentifierName(name)).WithTriviaFrom(((AssignmentExpressionSyntax)statement.Expression).Right)));
        bool endsLine = statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        return request.Root.ReplaceNode(statement, new StatementSyntax[]
        {
            endsLine ? started : started.WithTrailingTrivia(EndOfLine(newLine)),
            function.WithLeadingTrivia(EndOfLine(newLine), Whitespace(line)).WithTrailingTrivia(EndOfLine(newLine)),
        });
    }

    private static bool NeedsParentheses(ExpressionSyntax call)
        => call is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or ParenthesizedExpressionSyntax);

    private static IEnumerable<string> NamesIn(SyntaxNode block)
        => block.DescendantNodes().OfType<LocalFunctionStatementSyntax>().Select(function => function.Identifier.ValueText);

    private static string CalledIn(ExpressionSyntax call)
        => CallSyntax.CalledName(DroppedTask.CallIn(CallSyntax.WithoutConfiguration(call)) ?? DroppedTask.CallIn(call)!) ?? "Work";
}
