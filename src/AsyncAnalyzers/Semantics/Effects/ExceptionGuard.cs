namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What a <c>try</c> catches. Whether anything leaves a function is for <c>EscapingFailures</c> to tell: that depends on what it awaits.
/// </summary>
internal static class ExceptionGuard
{
    /// <summary>A catch of the statement takes every exception, and none of its catches throws.</summary>
    public static bool CatchesAll(TryStatementSyntax @try)
        => @try.Catches.Any(IsGeneral) && @try.Catches.All(@catch => !Throws(@catch));

    /// <summary>
    /// A throw in the block, or <c>ExceptionDispatchInfo.Throw</c>, that the block does not catch itself; not under a test for what ends a
    /// process anyway: <c>if (IsFatal(e)) throw;</c>
    /// </summary>
    public static bool Throws(CatchClauseSyntax @catch)
        => FunctionSyntax.OwnNodes(@catch.Block).Any(node => IsThrow(node) && LetsOut(node, @catch.Block));

    private static bool IsOfFatal(SyntaxNode node)
    {
        SyntaxNode? statement = node is ThrowStatementSyntax { Parent: BlockSyntax { Statements.Count: 1 } block } ? block : node;
        return statement.Parent is IfStatementSyntax @if && @if.Statement == statement && FatalExceptions.AreAllIn(@if.Condition);
    }

    /// <summary>
    /// <c>catch</c>, <c>catch (Exception)</c>; not with a filter, unless all that it lets out is what ends a process anyway.
    /// </summary>
    public static bool IsGeneral(CatchClauseSyntax @catch)
        => (@catch.Filter is null || FatalExceptions.AreAllLetOutBy(@catch.Filter.FilterExpression))
            && (@catch.Declaration is null || TypeNames.Of(@catch.Declaration.Type) == "Exception");

    /// <summary>The same where the type that is caught is bound: another one may be called <c>Exception</c>.</summary>
    public static bool IsGeneral(CatchClauseSyntax @catch, CodeModel model)
        => IsGeneral(@catch)
            && (@catch.Declaration is null
                || model.TypeOf(@catch.Declaration.Type) is
                {
                    ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                });

    /// <summary>
    /// The await or the call stands in a <c>try</c> of its function whose <c>catch</c> takes all exceptions and throws none.
    /// </summary>
    public static bool IsCaught(SyntaxNode node)
        => FunctionSyntax.Enclosing(node) is { } function && FunctionSyntax.Body(function) is { } body && IsCaught(node, body);

    /// <summary>
    /// The await stands in a <c>try</c> of its function, one <c>catch</c> of which takes all exceptions, and may throw them on.
    /// </summary>
    public static CatchClauseSyntax? GeneralCatchAround(SyntaxNode node, SyntaxNode body)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            if (current is TryStatementSyntax @try && child == @try.Block && @try.Catches.FirstOrDefault(IsGeneral) is { } general)
            {
                return general;
            }
        }

        return null;
    }

    /// <summary>A throw that the body does not catch, and that is not of what ends a process anyway.</summary>
    public static bool LetsOut(SyntaxNode @throw, SyntaxNode body) => !IsOfFatal(@throw) && !IsCaught(@throw, body);

    /// <summary>The same within a body that is part of the function, or all of it.</summary>
    public static bool IsCaught(SyntaxNode node, SyntaxNode body)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            // To tell of a failure, a catch may await: that one is not caught again by anybody.
            if (current is TryStatementSyntax @try && (child == @try.Block || !IsThrow(node)) && CatchesAll(@try))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A throw, or <c>ExceptionDispatchInfo.Throw</c>.</summary>
    public static bool IsThrow(SyntaxNode node)
        => node is ThrowStatementSyntax or ThrowExpressionSyntax
            || (node is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Throw" } access
            }
                && access.Expression.ToString().Contains("ExceptionDispatchInfo"));
}
