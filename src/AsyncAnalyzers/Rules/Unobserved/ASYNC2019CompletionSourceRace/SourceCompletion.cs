namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>A call that completes a TaskCompletionSource.</summary>
/// <param name="Name">The name of the method.</param>
/// <param name="Call">The call.</param>
/// <param name="Receiver">The source, as it is written.</param>
internal sealed record SourceCompletion(SimpleNameSyntax Name, InvocationExpressionSyntax Call, ExpressionSyntax Receiver)
{
    public static readonly string[] Names =
    {
        "SetResult", "SetException", "SetCanceled", "SetFromTask",
        "TrySetResult", "TrySetException", "TrySetCanceled", "TrySetFromTask",
    };

    /// <summary>It answers whether it was the first, instead of throwing.</summary>
    public bool IsTry => Name.Identifier.ValueText[0] == 'T';

    /// <summary>What a message calls the source.</summary>
    public string SourceName => CallSyntax.WithoutCasts(Receiver) switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => Receiver.ToString(),
    };

    /// <summary>The completion that a name belongs to; null where it is a method of another type.</summary>
    public static SourceCompletion? At(SimpleNameSyntax name, CodeModel model)
        => CallSyntax.InvocationOf(name) is { } call
            && CallSyntax.Receiver(name) is { } receiver
            && CallSyntax.MethodOf(call, model) is { } method
            && CompletionSourceSyntax.IsSource(method.ContainingType, model.Types)
                ? new SourceCompletion(name, call, receiver)
                : null;
}
