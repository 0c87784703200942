namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// A short answer through the context that a framework hands in beside the token, of a bot's turn or a step of a dialog:
/// <c>await turn.SendActivityAsync("…")</c>, <c>return await step.EndDialogAsync()</c>. There is little that could be stopped.
/// </summary>
internal static class ContextAnswer
{
    /// <summary>
    /// The function is asked for by others, and the call is a message or a step on a parameter whose type is a context of a library, or
    /// of a turn by its name; not of HTTP, where whoever reads may be slow, and not in a loop.
    /// </summary>
    public static bool Is(InvocationExpressionSyntax call, IgnoredToken token, CodeModel model)
        => token.IsSignatureGiven
            && call.Expression is MemberAccessExpressionSyntax { Expression: var receiver, Name.Identifier.ValueText: var name }
            && IsShort(name)
            && CallSyntax.LeftmostOf(receiver) is IdentifierNameSyntax { Identifier.ValueText: var root }
            && token.Method.Parameters.FirstOrDefault(parameter => parameter.Name == root) is { Type: var type }
            && type.Name.EndsWith("Context", StringComparison.Ordinal)
            && type.Name.IndexOf("Http", StringComparison.Ordinal) < 0
            && (IsOfTurn(type.Name) || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, model.Compilation.Assembly))
            && !LoopBounds.IsInLoop(call);

    private static bool IsOfTurn(string type)
        => type.EndsWith("TurnContext", StringComparison.Ordinal) || type.EndsWith("DialogContext", StringComparison.Ordinal)
            || type.EndsWith("StepContext", StringComparison.Ordinal);

    private static bool IsShort(string name)
        => WorkNames.FirstWord(name) is "Send" or "Reply" or "Respond" or "Prompt" or "Next" or "Defer" or "Followup"
            || name.Contains("Dialog");
}
