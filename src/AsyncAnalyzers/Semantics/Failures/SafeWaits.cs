namespace AsyncAnalyzers.Semantics;

/// <summary>Whether a wait can fail.</summary>
internal enum SafeWait
{
    /// <summary>It may.</summary>
    None,

    /// <summary>Time passes, or other work: in short code it stands for something that takes time.</summary>
    Time,

    /// <summary>Somebody else lets it go on: a semaphore, a timer, an own channel.</summary>
    Gate,
}

/// <summary>
/// Waits that by contract do not fail, as nothing cancels them. Over-approximates: what they wait with may be disposed.
/// </summary>
internal static class SafeWaits
{
    /// <param name="awaited">What is awaited, without <c>ConfigureAwait</c>.</param>
    /// <param name="model">The model of its file.</param>
    public static SafeWait Of(ExpressionSyntax awaited, CodeModel model)
    {
        if (OperationOf(awaited) is not InvocationExpressionSyntax call)
        {
            return SafeWait.None;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        return CallSyntax.CalledName(call) switch
        {
            "Delay" when arguments.Count == 1 || (arguments.Count is 2 or 3 && IsOf("Task", call, model)) => SafeWait.Time,
            "Yield" when arguments.Count == 0 || call.Expression is MemberAccessExpressionSyntax
            {
                Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispatcher" }
            } => SafeWait.Time,
            "WhenAny" => SafeWait.Time,
            "InvokeAsync" or "BeginInvoke" when arguments.Any(static argument
                => argument.Expression is LambdaExpressionSyntax { Block.Statements.Count: 0 }) => SafeWait.Time,
            "WaitAsync" when arguments.Count == 0 || IsOf("SemaphoreSlim", call, model) => SafeWait.Gate,
            "WaitForNextTickAsync" when IsOf("PeriodicTimer", call, model) => SafeWait.Gate,
            "SwitchToMainThreadAsync" when IsOf("JoinableTaskFactory", call, model) => SafeWait.Gate,
            "DisposeAsync" when IsOf("Timer", call, model) => SafeWait.Gate,
            "WaitToReadAsync" or "WaitToWriteAsync" when OwnChannel(call, model) is { } channel && !IsEndedWithFailure(channel, model)
                => SafeWait.Gate,
            "ReadAsync" or "WriteAsync" when OwnChannel(call, model) is { } channel && !IsEnded(channel, model) => SafeWait.Gate,
            _ => SafeWait.None,
        };
    }

    /// <summary>
    /// <c>await foreach (var item in _channel.Reader.ReadAllAsync())</c> of an own channel that nobody ends with a failure.
    /// </summary>
    public static bool IsOwnStream(ExpressionSyntax stream, CodeModel model)
        => CallSyntax.WithoutConfiguration(stream) is InvocationExpressionSyntax call && CallSyntax.CalledName(call) == "ReadAllAsync"
            && OwnChannel(call, model) is { } channel && !IsEndedWithFailure(channel, model);

    /// <summary><c>task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)</c></summary>
    public static bool SuppressesFailures(ExpressionSyntax awaited)
        => CallSyntax.WalkDownParentheses(awaited) is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" },
            ArgumentList.Arguments: { Count: 1 } arguments
        }
            && arguments[0].Expression.DescendantsAndSelf().Any(static node
                => node is SimpleNameSyntax { Identifier.ValueText: "SuppressThrowing" });

    /// <summary>A method of a type of another assembly, which is given no token that may be cancelled.</summary>
    private static bool IsOf(string type, InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } method && method.ContainingType.Name == type
            && method.DeclaringSyntaxReferences.IsEmpty && TokenArguments.Passed(call, method, model.Types) is null;

    /// <summary>
    /// The private field or local that holds the channel whose reader or writer is waited with, where it leaves its type nowhere.
    /// </summary>
    private static ISymbol? OwnChannel(InvocationExpressionSyntax call, CodeModel model)
    {
        if (CallSyntax.MethodOf(call, model) is not { } method
            || !(method.ContainingType.OriginalDefinition.Is(model.Types.ChannelReader)
                || method.ContainingType.OriginalDefinition.Is(model.Types.ChannelWriter))
            || TokenArguments.Passed(call, method, model.Types) is not null
            || CallSyntax.CalledNameSyntax(call) is not { } name)
        {
            return null;
        }

        ExpressionSyntax? channel = CallSyntax.Receiver(name);
        while (channel is not null)
        {
            channel = CallSyntax.WithoutSuppression(channel);
            if (channel is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Reader" or "Writer", Expression: var whole })
            {
                channel = whole;
            }
            else if (model.SymbolOf(channel) is ILocalSymbol local && LocalAssignments.OnlyValueOf(local, model) is { } value
                && value is IdentifierNameSyntax or MemberAccessExpressionSyntax)
            {
                channel = value;
            }
            else
            {
                break;
            }
        }

        return channel is not null && model.SymbolOf(channel) is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
            && field.Type.OriginalDefinition.Is(model.Types.ChannelOfT)
            && MentionsOf(field, model).All(IsKept)
                ? field
                : null;
    }

    /// <summary><c>_channel.Reader.…</c>, <c>_channel = …</c>, <c>var reader = _channel.Reader;</c></summary>
    private static bool IsKept(SimpleNameSyntax mention)
    {
        ExpressionSyntax whole = mention.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : mention;
        return whole.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == whole,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Writer" } writer => writer.Parent is MemberAccessExpressionSyntax,
            MemberAccessExpressionSyntax => true,
            _ => false,
        };
    }

    /// <summary><c>_channel.Writer.Complete(exception)</c>, or whatever else is written to it.</summary>
    private static bool IsEndedWithFailure(ISymbol channel, CodeModel model)
        => EndsOf(channel, model).Any(static end => end.ArgumentList.Arguments.Count > 0
            && !end.ArgumentList.Arguments[0].Expression.IsKind(SyntaxKind.NullLiteralExpression));

    private static bool IsEnded(ISymbol channel, CodeModel model) => EndsOf(channel, model).Any();

    private static IEnumerable<InvocationExpressionSyntax> EndsOf(ISymbol channel, CodeModel model)
        => MentionsOf(channel, model).Select(static mention => mention.Ancestors().TakeWhile(static node => node is ExpressionSyntax)
            .OfType<InvocationExpressionSyntax>().FirstOrDefault())
            .Where(static call => call is not null && CallSyntax.CalledName(call) is "Complete" or "TryComplete")!;

    private static IEnumerable<SimpleNameSyntax> MentionsOf(ISymbol channel, CodeModel model)
        => NameMentions.InType(channel.ContainingType, channel.Name, model);

    /// <summary>The operation of a dispatcher whose task is asked for: <c>….Task</c>, <c>….GetTask()</c>.</summary>
    private static ExpressionSyntax OperationOf(ExpressionSyntax task) => task switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task", Expression: InvocationExpressionSyntax operation } => operation,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "GetTask", Expression: InvocationExpressionSyntax operation
            }
        } => operation,
        _ => task,
    };
}
