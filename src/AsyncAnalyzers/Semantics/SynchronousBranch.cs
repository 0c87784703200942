namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that is synchronous on purpose: a branch whose sibling calls the asynchronous counterpart. One method serves both worlds there,
/// and a flag says in which it is.
/// </summary>
internal static class SynchronousBranch
{
    private static readonly ModelCache<List<IfStatementSyntax>> EarlyEnds = new();

    /// <summary>
    /// <c>if (sync) s.Flush(); else await s.FlushAsync();</c>, the same with <c>?:</c> or in the sections of a switch, and
    /// <c>if (sync) { s.Flush(); return; } await s.FlushAsync();</c> where the condition speaks of a bool.
    /// </summary>
    public static bool Contains(SyntaxNode call, string counterpart, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode child = call;
        for (SyntaxNode? current = call.Parent; current is not null && !FunctionSyntax.IsFunction(current) && current is not MemberDeclarationSyntax; child = current, current = current.Parent)
        {
            if (current switch
            {
                IfStatementSyntax @if when child == @if.Statement
                    => Calls(@if.Else, counterpart) || (SpeaksOfFlag(@if.Condition, model, cancellationToken) && Leaves(@if.Statement) && Behind(@if).Any(statement => Calls(statement, counterpart))),
                ElseClauseSyntax { Parent: IfStatementSyntax @if } => Calls(@if.Statement, counterpart),
                ConditionalExpressionSyntax conditional => Calls(child == conditional.WhenTrue ? conditional.WhenFalse : child == conditional.WhenFalse ? conditional.WhenTrue : null, counterpart),
                SwitchSectionSyntax { Parent: SwitchStatementSyntax @switch } => @switch.Sections.Any(section => section != child && section != current && Calls(section, counterpart)),
                SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax @switch } => @switch.Arms.Any(arm => arm != current && Calls(arm, counterpart)),
                BlockSyntax block => EarlyEnds.GetOrAdd(model, block, static block => EarlyEndsIn((BlockSyntax)block)).Any(@if
                    => @if.SpanStart < child.SpanStart && Calls(@if.Statement, counterpart) && SpeaksOfFlag(@if.Condition, model, cancellationToken)),
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    private static bool Calls(SyntaxNode? branch, string name)
        => branch is not null && branch.DescendantNodesAndSelf(static node => !FunctionSyntax.IsFunction(node))
            .Any(node => node is InvocationExpressionSyntax invocation && CallSyntax.CalledName(invocation) == name);

    private static bool Leaves(StatementSyntax branch)
        => (branch is BlockSyntax block ? block.Statements.LastOrDefault() : branch) is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;

    private static IEnumerable<StatementSyntax> Behind(StatementSyntax statement)
        => statement.Parent is BlockSyntax block ? block.Statements.SkipWhile(other => other != statement).Skip(1) : Enumerable.Empty<StatementSyntax>();

    private static List<IfStatementSyntax> EarlyEndsIn(BlockSyntax block) => block.Statements.OfType<IfStatementSyntax>().Where(@if => Leaves(@if.Statement)).ToList();

    /// <summary>A bool parameter, field, property or local is mentioned.</summary>
    private static bool SpeaksOfFlag(ExpressionSyntax condition, SemanticModel model, CancellationToken cancellationToken)
        => condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => model.GetSymbolInfo(name, cancellationToken).Symbol switch
        {
            IParameterSymbol parameter => parameter.Type.SpecialType == SpecialType.System_Boolean,
            IFieldSymbol field => field.Type.SpecialType == SpecialType.System_Boolean,
            ILocalSymbol local => local.Type.SpecialType == SpecialType.System_Boolean,
            IPropertySymbol property => property.Type.SpecialType == SpecialType.System_Boolean,
            _ => false,
        });
}
