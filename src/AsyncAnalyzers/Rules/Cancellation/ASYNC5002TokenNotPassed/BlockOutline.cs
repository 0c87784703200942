namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What the statements of one block do, by where they begin.</summary>
internal sealed class BlockOutline
{
    private readonly Dictionary<string, (int First, int Last)> _assigned = new(StringComparer.Ordinal);
    private readonly int _lastDoing = -1;
    private readonly int _lastEnding = -1;

    public BlockOutline(SyntaxNode block)
    {
        foreach (StatementSyntax statement in StatementsOf(block))
        {
            if (DoesSomething(statement))
            {
                _lastDoing = statement.SpanStart;
            }

            if (AssignedBy(statement) is { } assigned)
            {
                int first = _assigned.TryGetValue(assigned, out (int First, int Last) places) ? places.First : statement.SpanStart;
                _assigned[assigned] = (first, statement.SpanStart);
            }
            else if (Ends(statement))
            {
                _lastEnding = statement.SpanStart;
            }
        }
    }

    /// <summary>Something is done behind the statement that begins at the position: more than to log, or to leave.</summary>
    public bool DoesSomethingBehind(int position) => _lastDoing > position;

    /// <summary>Something is closed, stopped or taken back behind the statement that begins at the position.</summary>
    public bool EndsSomethingBehind(int position) => _lastEnding > position;

    /// <summary>Something is assigned before the position and again behind it.</summary>
    public bool AssignsAround(int position)
    {
        foreach ((int first, int last) in _assigned.Values)
        {
            if (first < position && last > position)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is assigned before the position.</summary>
    public IEnumerable<string> AssignedBefore(int position)
        => _assigned.Where(pair => pair.Value.First < position).Select(static pair => pair.Key);

    /// <summary>The variable is assigned behind the position.</summary>
    public bool AssignsBehind(string variable, int position)
        => _assigned.TryGetValue(variable, out (int First, int Last) places) && places.Last > position;

    /// <summary>The statement does more than to log or to leave.</summary>
    public static bool DoesSomething(StatementSyntax statement) => statement switch
    {
        LocalFunctionStatementSyntax or EmptyStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax => false,
        ReturnStatementSyntax @return => @return.Expression is not null and not LiteralExpressionSyntax,
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => CallSyntax.CalledName(call) is not { } name
            || !(name.StartsWith("Log", StringComparison.Ordinal) || name is "WriteLine" or "Debug" or "Info" or "Information" or "Trace"),
        _ => true,
    };

    private static IEnumerable<StatementSyntax> StatementsOf(SyntaxNode node) => node switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement),
        _ => Enumerable.Empty<StatementSyntax>(),
    };

    private static string? AssignedBy(StatementSyntax statement)
        => statement is ExpressionStatementSyntax
        {
            Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: var left }
        }
            ? left.ToString() : null;

    private static bool Ends(StatementSyntax statement)
        => statement is ExpressionStatementSyntax { Expression: var expression }
            && (expression is AwaitExpressionSyntax await ? CallSyntax.WithoutConfiguration(await.Expression) : expression)
                is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is { } name
            && name != "Release"
            && !name.StartsWith("Log", StringComparison.Ordinal)
            && WorkToFinish.IsEnding(name);
}
