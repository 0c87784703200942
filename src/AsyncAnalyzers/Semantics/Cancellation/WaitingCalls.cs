namespace AsyncAnalyzers.Semantics;

/// <summary>What a stop waits for.</summary>
internal enum WaitKind
{
    /// <summary>Nothing that waits, or nothing that anybody notices: memory, zero time, a pause of less than a second.</summary>
    None,

    /// <summary>Any other call.</summary>
    Other,

    /// <summary>A pause that may be short.</summary>
    ShortPause,

    /// <summary>A pause of about a second or more, or of unknown length in a loop.</summary>
    LongPause,

    /// <summary>A wait for something that may never happen.</summary>
    Wait,

    /// <summary>A wait for the next item of a queue.</summary>
    Queue,

    /// <summary>A write to a queue with a bound, which waits for room.</summary>
    Room,

    /// <summary>A read from the network, or other I/O in a loop that does not look at the token.</summary>
    Io,
}

/// <summary>Calls that wait.</summary>
internal static class WaitingCalls
{
    private const double Noticeable = 900;

    private static readonly HashSet<string> NetworkReads = new(StringComparer.Ordinal)
    {
        "HttpClient.GetAsync", "HttpClient.GetStringAsync", "HttpClient.GetByteArrayAsync", "HttpClient.GetStreamAsync",
        "HttpClientJsonExtensions.GetFromJsonAsync", "HttpContentJsonExtensions.ReadFromJsonAsync", "HttpContent.ReadAsStringAsync",
        "HttpContent.ReadAsByteArrayAsync", "HttpContent.CopyToAsync", "HttpContent.LoadIntoBufferAsync",
        "Socket.ReceiveAsync", "Socket.AcceptAsync", "Socket.ConnectAsync",
        "Socket.ReceiveFromAsync", "TcpClient.ConnectAsync", "TcpListener.AcceptTcpClientAsync", "TcpListener.AcceptSocketAsync",
        "UdpClient.ReceiveAsync", "HttpListener.GetContextAsync", "NetworkStream.ReadAsync", "SslStream.ReadAsync",
        "WebSocket.ReceiveAsync", "ClientWebSocket.ReceiveAsync",
        "ClientWebSocket.ConnectAsync", "NamedPipeServerStream.WaitForConnectionAsync", "NamedPipeClientStream.ConnectAsync",
        "Dns.GetHostAddressesAsync", "Dns.GetHostEntryAsync",
    };

    /// <summary>A call of the framework that connects, accepts or reads over the network or a pipe.</summary>
    public static bool IsNetworkRead(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => method.IsOfFramework()
            && (NetworkReads.Contains((method.ReducedFrom ?? method).ContainingType.Name + "." + method.Name)
                // The type itself may inherit the overload.
                || (method is { Name: "ReadAsync", ContainingType.Name: "Stream" }
                    && call.Expression is MemberAccessExpressionSyntax { Expression: var stream }
                    && model.TypeOf(stream) is { Name: "NetworkStream" or "SslStream" }));

    public static bool IsPause(this WaitKind kind) => kind is WaitKind.ShortPause or WaitKind.LongPause or WaitKind.Wait;

    /// <summary>Whoever stops the work notices that it goes on.</summary>
    public static bool IsLong(this WaitKind kind) => kind is WaitKind.LongPause or WaitKind.Wait or WaitKind.Queue or WaitKind.Io;

    /// <param name="call">The call.</param>
    /// <param name="method">What it calls.</param>
    /// <param name="isRepeated">A loop repeats it.</param>
    /// <param name="isLoopAsked">That loop asks the token between two turns, or hands it on.</param>
    /// <param name="model">The model of its tree.</param>
    public static WaitKind Of(InvocationExpressionSyntax call, IMethodSymbol method, bool isRepeated, bool isLoopAsked, CodeModel model)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        switch (method.Name)
        {
            case "Delay" when method.IsDeclaredIn(model.Types.Task) && arguments.Count > 0:
                return Pause(DurationOf(arguments[0].Expression, model), isRepeated, isLoopAsked);
            case "WaitAsync" when method.IsDeclaredIn(model.Types.Task) || method.IsDeclaredIn(model.Types.TaskOfT):
                return arguments.Count > 0
                    && DurationOf(arguments[0].Expression, model) is < Noticeable ? WaitKind.ShortPause : WaitKind.Wait;
            case "WaitAsync" when method.IsDeclaredIn(model.Types.SemaphoreSlim):
                return arguments.Count == 0 || method.Parameters[0].Type.Is(model.Types.CancellationToken) ? WaitKind.Wait
                    : Durations.IsZero(arguments[0].Expression, model) ? WaitKind.None
                    : WaitKind.ShortPause;
            case "WaitForNextTickAsync" when method.IsDeclaredIn(model.Types.PeriodicTimer):
            case "WaitForExitAsync" when method.IsDeclaredIn(model.Types.Process):
                return WaitKind.Wait;
            case "ReadAsync" or "WaitToReadAsync"
                when method.ContainingType.SelfAndBases().Any(one => one.Is(model.Types.ChannelReader)):
                return WaitKind.Queue;
            case "WriteAsync" or "WaitToWriteAsync"
                when method.ContainingType.SelfAndBases().Any(one => one.Is(model.Types.ChannelWriter)):
                return ChannelCapacity.IsBounded(call, model) switch
                {
                    false => WaitKind.None,
                    true => WaitKind.Room,
                    null => WaitKind.Other,
                };
            case "ReadAsync" when method.ContainingType.Name == "PipeReader" && IsInterrupted(call, model):
                return WaitKind.None;
        }

        ExpressionSyntax? receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        if (InMemoryStreams.AreAllOf(call, receiver, model))
        {
            return WaitKind.None;
        }

        if (IsNetworkRead(call, method, model))
        {
            return (method.ReducedFrom ?? method).ContainingType.Name is "HttpContent" or "HttpContentJsonExtensions"
                ? ResponseContent.IsBuffered(receiver, model) switch
                {
                    true => WaitKind.None,
                    false => WaitKind.Io,
                    null => WaitKind.Other,
                }
                : WaitKind.Io;
        }

        return isRepeated && !isLoopAsked && AsyncCounterpart.IsFrameworkIo(method)
            && (WorkNames.KindsOf(method.Name) & WorkKinds.Read) != 0
                ? WaitKind.Io
                : WaitKind.Other;
    }

    /// <summary>
    /// The call is over when it returns: a pause or wait of no time at all, a read of memory, a base class that has the answer at once.
    /// </summary>
    public static bool AreNone(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => (method.Name is "Delay" or "WaitAsync" && call.ArgumentList.Arguments is { Count: > 0 } arguments
                && (method.IsDeclaredIn(model.Types.Task) || method.IsDeclaredIn(model.Types.SemaphoreSlim))
                && Durations.IsZero(arguments[0].Expression, model))
            || InMemoryStreams.AreAllOf(call, (call.Expression as MemberAccessExpressionSyntax)?.Expression, model)
            || IsOfCompletedBase(call, method, model);

    /// <summary><c>await base.LoadAsync(id)</c>, where the base class hands out a completed task: a stand-in for the override.</summary>
    public static bool IsOfCompletedBase(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax }
            && CompletedCallee.IsOf(call, method, model);

    /// <summary>Whoever stops the reader ends its read by <c>CancelPendingRead</c>, and the code asks for that.</summary>
    private static bool IsInterrupted(InvocationExpressionSyntax call, CodeModel model)
        => call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && (NameMentions.In(type, model)["CancelPendingRead"].Any()
                || (FunctionSyntax.Enclosing(call) is { } function && NameMentions.In(function, model)["IsCanceled"].Any()));

    private static WaitKind Pause(double? milliseconds, bool isRepeated, bool isLoopAsked) => milliseconds switch
    {
        0 => WaitKind.None,
        >= Noticeable => WaitKind.LongPause,
        < 100 => WaitKind.None,
        null => isRepeated ? WaitKind.LongPause : WaitKind.ShortPause,
        _ when isRepeated && !isLoopAsked => WaitKind.LongPause,
        _ => WaitKind.None,
    };

    /// <summary>In milliseconds; infinite for no end, null where it is not known.</summary>
    private static double? DurationOf(ExpressionSyntax duration, CodeModel model)
        => Durations.IsZero(duration, model) ? 0
            : Durations.Milliseconds(duration, model) ?? (Durations.AtMost(duration, model) is < Noticeable and var most ? most : null);
}
