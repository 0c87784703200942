namespace AsyncAnalyzers.Semantics;

/// <summary>Objects that a function has just made: their state is that of their constructor, and nobody else knows them.</summary>
internal static class NewObjects
{
    /// <summary>
    /// The called name has such an object before it: <c>new Cache().Fill()</c>, or a local that is used for the first time since it was
    /// made, but for properties that were set. Under-approximates.
    /// </summary>
    public static bool IsReceiverOf(SyntaxNode called, CodeModel model)
        => called is SimpleNameSyntax name && CallSyntax.Receiver(name) is { } receiver && (
            CallSyntax.WalkDownParentheses(receiver) is BaseObjectCreationExpressionSyntax
            || (receiver is IdentifierNameSyntax && model.SymbolOf(receiver) is ILocalSymbol local
                && LocalAssignments.OnlyValueOf(local, model) is BaseObjectCreationExpressionSyntax creation
                && IsFirstUse(receiver, creation, local.Name, model)));

    private static bool IsFirstUse(ExpressionSyntax use, ExpressionSyntax creation, string local, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(use) is not { } function || FunctionSyntax.Enclosing(creation) != function
            // The round before may have used it.
            || use.Ancestors().TakeWhile(around => !around.Span.Contains(creation.Span)).Any(LoopBounds.IsLoop))
        {
            return false;
        }

        foreach (SimpleNameSyntax mention in NameMentions.In(function, model)[local])
        {
            if (mention.SpanStart > creation.SpanStart && mention.SpanStart < use.SpanStart
                && !(mention.Parent is MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } property
                    && assignment.Left == property && property.Expression == mention))
            {
                return false;
            }
        }

        return true;
    }
}
