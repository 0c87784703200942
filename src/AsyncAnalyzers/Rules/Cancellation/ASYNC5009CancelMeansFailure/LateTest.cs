namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A test for cancellation behind the last thing that a function does: a write that is awaited, and done.</summary>
/// <param name="Test">The statement that tests.</param>
/// <param name="Work">The statement before it.</param>
/// <param name="Call">The call that writes.</param>
internal sealed record LateTest(ExpressionStatementSyntax Test, StatementSyntax Work, InvocationExpressionSyntax Call)
{
    private static readonly HashSet<string> Writes = new(StringComparer.Ordinal)
    {
        "Save", "Write", "Commit", "Insert", "Update", "Delete", "Send", "Upload", "Publish", "Post", "Put", "Append", "Replace", "Upsert",
    };

    /// <param name="name">The name of the method that tests.</param>
    /// <param name="model">The model of its tree.</param>
    public static LateTest? Of(SimpleNameSyntax name, CodeModel model)
    {
        if (CallSyntax.InvocationOf(name) is not { Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } test } invocation
            || block.Parent is null
            || FunctionSyntax.Body(block.Parent) != block
            || !FunctionSyntax.IsAsync(block.Parent)
            || block.Statements.IndexOf(test) is var index && (index < 1 || !IsEnd(block.Statements, index + 1))
            || WriteIn(block.Statements[index - 1]) is not { } call
            || CallSyntax.MethodOf(call, model) is not { } written
            || !written.DeclaringSyntaxReferences.IsEmpty
            || written.ContainingAssembly is null
            || !written.ReturnType.IsTaskOrValueTask(model.Types)
            || CallSyntax.MethodOf(invocation, model)?.IsDeclaredIn(model.Types.CancellationToken) != true)
        {
            return null;
        }

        return new LateTest(test, block.Statements[index - 1], call);
    }

    /// <summary>Nothing more, or the return of what is there.</summary>
    private static bool IsEnd(SyntaxList<StatementSyntax> statements, int index)
        => index == statements.Count
            || (index == statements.Count - 1 && statements[index] is ReturnStatementSyntax
            {
                Expression: null or IdentifierNameSyntax or LiteralExpressionSyntax
            });

    private static InvocationExpressionSyntax? WriteIn(StatementSyntax statement)
        => statement switch
        {
            ExpressionStatementSyntax { Expression: AwaitExpressionSyntax await } => await,
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: AwaitExpressionSyntax await } } => await,
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                => variables[0].Initializer?.Value as AwaitExpressionSyntax,
            _ => null,
        } is { } awaited
            && CallSyntax.WithoutConfiguration(awaited.Expression) is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is { } called
            && NameWords.Of(called) is { Count: > 0 } words
            && Writes.Contains(words[0]) ? call : null;
}
