namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// Writes the creation of a missing entry of a concurrent dictionary as one <c>GetOrAdd</c> or <c>TryAdd</c>; null where the code does more
/// than that.
/// </summary>
internal static class OneStepCreation
{
    /// <summary><c>d.GetOrAdd(k, _ => new List&lt;int&gt;())</c>.</summary>
    public static SyntaxNode? GetOrAdd(SyntaxNode root, CheckThenAct site)
    {
        if (site.Check.FirstAncestorOrSelf<IfStatementSyntax>() is not { Else: null } test || test.Parent is not BlockSyntax
            || Made(site, test) is not var (value, replaced, result) || value.DescendantNodesAndSelf().Any(FunctionSyntax.IsAwait)
            || (CheckThenAct.OutVariableOf(site.Check) is { } variable && OneStepEditing.Mentions(value, variable))
            || OneStepEditing.HasComments(replaced))
        {
            return null;
        }

        string call = $"{site.Collection}.GetOrAdd({site.Key}, _ => {value})";
        return OneStepEditing.Replace(root, replaced, result switch
        {
            MadeFor.Return => $"return {call};",
            MadeFor.Declaration => $"var {CheckThenAct.OutVariableOf(site.Check)} = {call};",
            MadeFor.Variable => $"{CheckThenAct.OutVariableOf(site.Check)} = {call};",
            _ => value is LiteralExpressionSyntax or IdentifierNameSyntax
                ? $"{site.Collection}.TryAdd({site.Key}, {value});"
                : call + ";",
        });
    }

    /// <summary>The value that is made, the statements that the call replaces, and what they do with it.</summary>
    private static (ExpressionSyntax Value, StatementSyntax[] Replaced, MadeFor Result)? Made(CheckThenAct site, IfStatementSyntax test)
    {
        StatementSyntax[] body = test.Statement is BlockSyntax block ? block.Statements.ToArray() : new[] { test.Statement };
        string? variable = CheckThenAct.OutVariableOf(site.Check);
        if (test.Statement.Span.Contains(site.Node.Span))
        {
            MadeFor result = variable is null ? MadeFor.Nothing
                : site.Check.DescendantNodes().Any(static node => node is DeclarationExpressionSyntax) ? MadeFor.Declaration
                : MadeFor.Variable;
            StatementSyntax[] whole = { test };
            if (body.Length == 1 && body[0] is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax set } && set == site.Node)
            {
                return set.Right is AssignmentExpressionSyntax { Left: IdentifierNameSyntax both } inner
                    ? both.Identifier.ValueText == variable ? (inner.Right, whole, result) : null
                    : variable is null ? (set.Right, whole, MadeFor.Nothing) : null;
            }

            return body.Length == 2 && body[1] == site.Node.Parent
                && body[0] is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax made } first }
                && made.Identifier.ValueText == variable
                    ? (first.Right, whole, result)
                    : null;
        }

        // if (d.TryGetValue(k, out var v)) return v; var made = X; d[k] = made; return made;
        var around = (BlockSyntax)test.Parent!;
        int index = around.Statements.IndexOf(test);
        return body.Length == 1 && body[0] is ReturnStatementSyntax { Expression: IdentifierNameSyntax returned }
            && returned.Identifier.ValueText == variable
            && around.Statements.Count == index + 4
            && ValueSetBy(around.Statements[index + 1]) is var (name, value)
            && around.Statements[index + 2] == site.Node.Parent
            && around.Statements[index + 3] is ReturnStatementSyntax { Expression: IdentifierNameSyntax last }
            && last.Identifier.ValueText == name && site.Value is IdentifierNameSyntax stored && stored.Identifier.ValueText == name
                ? (value, around.Statements.Skip(index).ToArray(), MadeFor.Return)
                : null;
    }

    private static (string Name, ExpressionSyntax Value)? ValueSetBy(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables, UsingKeyword.RawKind: 0 }
            when variables[0].Initializer is { } initializer => (variables[0].Identifier.ValueText, initializer.Value),
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } assignment }
            => (name.Identifier.ValueText, assignment.Right),
        _ => null,
    };

    private enum MadeFor
    {
        Nothing,
        Variable,
        Declaration,
        Return,
    }
}
