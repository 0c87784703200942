namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The waits of Microsoft.VisualStudio.Threading: <c>JoinableTaskFactory.Run(async () => …)</c> and <c>JoinableTask.Join()</c>. They keep
/// the main thread from a deadlock with work that needs it; the thread that calls them waits all the same.
/// </summary>
internal static class JoinableTaskWait
{
    /// <summary>
    /// The work is a lambda without parameters, or a name, and the receiver is not called <c>Task</c>: <c>Run</c> is a common name.
    /// </summary>
    public static bool MayBeRun(SimpleNameSyntax run, SeparatedSyntaxList<ArgumentSyntax> arguments)
        => arguments.Count > 0
            && arguments[0].Expression is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0 }
                or AnonymousMethodExpressionSyntax or SimpleNameSyntax or MemberAccessExpressionSyntax
            && CallSyntax.Receiver(run) is { } receiver
            && receiver is not IdentifierNameSyntax { Identifier.ValueText: "Task" };

    /// <summary>The method that waits; null where the name binds to something else.</summary>
    public static IMethodSymbol? At(SimpleNameSyntax name, CodeModel model)
        => CallSyntax.InvocationOf(name) is { ArgumentList.Arguments: var arguments } call
            && (name.Identifier.ValueText == "Run" ? MayBeRun(name, arguments) : arguments.Count <= 1)
            && CallSyntax.MethodOf(call, model) is
            {
                ContainingType: { Name: "JoinableTaskFactory" or "JoinableTask", ContainingNamespace: var space },
            } method
            && space is { Name: "Threading", ContainingNamespace.Name: "VisualStudio" }
            ? method
            : null;
}
