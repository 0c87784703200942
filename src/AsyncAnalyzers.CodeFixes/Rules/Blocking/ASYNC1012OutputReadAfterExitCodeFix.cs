namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>Moves the wait behind the statements that read: a stream ends where the process does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1012OutputReadAfterExitCodeFix))]
public sealed class ASYNC1012OutputReadAfterExitCodeFix : AsyncCodeFix
{
    public ASYNC1012OutputReadAfterExitCodeFix()
        : base(ASYNC1012OutputReadAfterExitAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        CodeModel model = request.ModelFor(cancellationToken);
        if (request.Node is SimpleNameSyntax name
            && UnreadOutput.Find(name, model) is { IsReadLater: true, Wait: { Read: ProcessStream.None } wait } found
            && StatementOf(wait) is { Parent: BlockSyntax block } statement
            && ReadsBehind(statement, block, wait) is { Count: > 0 } reads
            && reads.Any(read => read.Stream == found.Stream)
            && !statement.ContainsDirectives && reads.TrueForAll(static read => !read.Statement.ContainsDirectives)
            && Rewritten(statement, block, reads, wait, model) is { } rewritten)
        {
            SyntaxNode root = request.Root.ReplaceNode(block, rewritten);
            repairs.Add(new Repair(
                "Read before the wait",
                "ASYNC1012.Read",
                _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    /// <summary><c>p.WaitForExit();</c> or <c>await p.WaitForExitAsync(…);</c>: the read before another wait would have no bound.</summary>
    private static ExpressionStatementSyntax? StatementOf(ProcessWait wait)
        => wait.Place.Parent is ExpressionStatementSyntax statement
            && (wait.Place is InvocationExpressionSyntax call
                ? CallSyntax.InvocationOf(wait.Name) == call && wait.Name.Identifier.ValueText == "WaitForExit" && !wait.IsBounded
                : wait.Place is AwaitExpressionSyntax @await
                    && CallSyntax.WithoutConfiguration(@await.Expression) == CallSyntax.InvocationOf(wait.Name))
                ? statement
                : null;

    private static List<LateRead> ReadsBehind(StatementSyntax statement, BlockSyntax block, ProcessWait wait)
    {
        var reads = new List<LateRead>();
        for (int i = block.Statements.IndexOf(statement) + 1; i < block.Statements.Count
            && LateRead.Of(block.Statements[i], wait.Process) is { } read && reads.All(other => other.Stream != read.Stream); i++)
        {
            reads.Add(read);
        }

        return reads;
    }

    private static BlockSyntax? Rewritten(
        ExpressionStatementSyntax statement, BlockSyntax block, List<LateRead> reads, ProcessWait wait, CodeModel model)
    {
        HashSet<string> taken = FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(FunctionSyntax.Enclosing(statement)!));
        var moved = new List<StatementSyntax>();
        StatementSyntax? returned = null;
        foreach (LateRead read in reads)
        {
            if (Reading(read, wait, model) is not { } reading)
            {
                return null;
            }

            StatementSyntax rewritten = read.With(reading);
            if (rewritten is ReturnStatementSyntax { Expression: { } value } @return)
            {
                string kept = FreeNames.Numbered(read.Stream == ProcessStream.Output ? "output" : "error", taken.Contains);
                string type = model.TypeOf(read.Value) is { SpecialType: SpecialType.System_String } ? "string" : "var";
                rewritten = ParseStatement($"{type} {kept} = {value.WithoutTrivia()};").WithTriviaFrom(@return);
                returned = WithoutComments(@return.WithExpression(IdentifierName(kept).WithTriviaFrom(value)));
            }

            moved.Add(rewritten);
        }

        // The second stream is read in the background, so that neither waits for the other.
        if (moved.Count == 2 && wait.Place is AwaitExpressionSyntax && InBackground(reads[1], moved[1], taken, model) is { } both)
        {
            moved[1] = both.Awaited;
            moved.Insert(0, both.Started);
        }

        moved.Add(statement);
        if (returned is not null)
        {
            moved.Add(returned);
        }

        int index = block.Statements.IndexOf(statement);
        SyntaxList<StatementSyntax> statements = block.Statements;
        var old = statements.Skip(index).Take(reads.Count + 1).ToList();
        for (int i = 0; i < old.Count; i++)
        {
            statements = statements.RemoveAt(index);
        }

        return block.WithStatements(statements.InsertRange(index, LaidOut(moved, old)));
    }

    /// <summary>What reads instead: asynchronously where the wait is so, and with its token. Null where the token would be lost.</summary>
    private static ExpressionSyntax? Reading(LateRead read, ProcessWait wait, CodeModel model)
    {
        if (wait.Place is not AwaitExpressionSyntax { Expression: var awaited })
        {
            return read.Read;
        }

        string token = CallSyntax.InvocationOf(wait.Name)!.ArgumentList.Arguments.FirstOrDefault()?.Expression.ToString() ?? "";
        bool isWithout = read.Call.ArgumentList.Arguments.Count == 0;
        if (read.Read is AwaitExpressionSyntax && (token.Length == 0 || !isWithout))
        {
            return read.Read;
        }

        if (token.Length > 0 && !TakesToken(read, model))
        {
            return null;
        }

        string stream = ((MemberAccessExpressionSyntax)read.Call.Expression).Expression.ToString();
        ExpressionSyntax configured = read.Read is AwaitExpressionSyntax own ? own.Expression : awaited;
        string configuration = CallSyntax.IsConfigured(configured)
            ? ".ConfigureAwait" + ((InvocationExpressionSyntax)configured).ArgumentList
            : "";
        return ParseExpression($"await {stream}.ReadToEndAsync({token}){configuration}");
    }

    private static bool TakesToken(LateRead read, CodeModel model)
        => model.TypeOf(((MemberAccessExpressionSyntax)read.Call.Expression).Expression) is { } reader
            && reader.GetMembers("ReadToEndAsync").OfType<IMethodSymbol>().Any(method => method.Parameters.Length == 1
                && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, model.Types.CancellationToken));

    private static (StatementSyntax Started, StatementSyntax Awaited)? InBackground(
        LateRead read, StatementSyntax rewritten, HashSet<string> taken, CodeModel model)
    {
        if (rewritten.DescendantNodes().OfType<AwaitExpressionSyntax>().FirstOrDefault() is not { } @await)
        {
            return null;
        }

        ExpressionSyntax call = CallSyntax.WithoutConfiguration(@await.Expression);
        string name = FreeNames.Numbered(read.Stream == ProcessStream.Output ? "outputTask" : "errorTask", taken.Contains);
        bool isImported = model.LookupSymbols(read.Statement.SpanStart, name: "Task")
            .Any(symbol => SymbolEqualityComparer.Default.Equals(symbol, model.Types.TaskOfT));
        StatementSyntax started = ParseStatement($"{(isImported ? "Task<string>" : "var")} {name} = {call.WithoutTrivia()};")
            .WithTriviaFrom(rewritten);
        return (WithoutComments(started), rewritten.ReplaceNode(call, IdentifierName(name).WithTriviaFrom(call)));
    }

    private static StatementSyntax WithoutComments(StatementSyntax statement)
        => statement.WithLeadingTrivia(statement.GetLeadingTrivia().Where(IsSpace))
            .WithTrailingTrivia(statement.GetTrailingTrivia().Where(IsSpace));

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia;

    /// <summary>Comments stay with their statements; without any, white space stays where it is.</summary>
    private static IEnumerable<StatementSyntax> LaidOut(List<StatementSyntax> moved, List<StatementSyntax> old)
    {
        bool hasComments = old.Any(static statement
            => !statement.GetLeadingTrivia().All(IsSpace) || !statement.GetTrailingTrivia().All(IsSpace));
        SyntaxTriviaList line = TriviaList(old[0].GetLeadingTrivia().Reverse()
            .TakeWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        for (int i = 0; i < moved.Count; i++)
        {
            yield return hasComments
                ? moved[i]
                : moved[i].WithLeadingTrivia(i == 0 ? old[0].GetLeadingTrivia() : line)
                    .WithTrailingTrivia((i == moved.Count - 1 ? old[old.Count - 1] : old[0]).GetTrailingTrivia());
        }
    }
}
