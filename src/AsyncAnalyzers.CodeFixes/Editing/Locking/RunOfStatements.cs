using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>Statements of one block, one behind the other, that are to get a block of their own.</summary>
internal static class RunOfStatements
{
    /// <summary>
    /// What the run declares stays in reach of what uses it: the run goes on to the last use. What a loop or a block in it declares for
    /// itself is not used behind it, though another may have the same name.
    /// </summary>
    public static List<StatementSyntax> WithUsesOfLocals(List<StatementSyntax> run, BlockSyntax block, CodeModel model)
    {
        int first = block.Statements.IndexOf(run[0]);
        for (int count = 0; count != run.Count;)
        {
            count = run.Count;
            TextSpan span = TextSpan.FromBounds(run[0].SpanStart, run[count - 1].Span.End);
            var declared = new HashSet<string>(run.SelectMany(FunctionSyntax.OwnNodes).Select(static node => node switch
            {
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
                LocalFunctionStatementSyntax local => local.Identifier.ValueText,
                _ => "",
            }));
            for (int next = block.Statements.Count - 1; next >= first + count; next--)
            {
                if (block.Statements[next].DescendantNodes().OfType<SimpleNameSyntax>().Any(name
                    => declared.Contains(name.Identifier.ValueText)
                    && model.SymbolOf(name) is (ILocalSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }) and var local
                    && local.FirstSyntax() is { } declaration && span.Contains(declaration.Span)))
                {
                    run = block.Statements.Skip(first).Take(next - first + 1).ToList();
                    break;
                }
            }
        }

        return run;
    }
}
