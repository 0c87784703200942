namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What a stop waits for.</summary>
internal enum WaitKind
{
    /// <summary>Nothing that waits: zero time, or memory.</summary>
    None,

    /// <summary>Any other call.</summary>
    Other,

    /// <summary>A pause so short that nobody notices.</summary>
    ShortPause,

    /// <summary>A pause of about a second or more, or of unknown length in a loop.</summary>
    LongPause,

    /// <summary>A wait for something that may never happen.</summary>
    Wait,

    /// <summary>A wait for the next item of a queue.</summary>
    Queue,

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
        "HttpContent.ReadAsByteArrayAsync", "HttpContent.CopyToAsync", "Socket.ReceiveAsync", "Socket.AcceptAsync", "Socket.ConnectAsync",
        "Socket.ReceiveFromAsync", "TcpClient.ConnectAsync", "TcpListener.AcceptTcpClientAsync", "TcpListener.AcceptSocketAsync",
        "UdpClient.ReceiveAsync", "NetworkStream.ReadAsync", "SslStream.ReadAsync", "WebSocket.ReceiveAsync", "ClientWebSocket.ReceiveAsync",
        "ClientWebSocket.ConnectAsync", "NamedPipeServerStream.WaitForConnectionAsync", "NamedPipeClientStream.ConnectAsync",
        "Dns.GetHostAddressesAsync", "Dns.GetHostEntryAsync",
    };

    public static bool IsPause(this WaitKind kind) => kind is WaitKind.ShortPause or WaitKind.LongPause or WaitKind.Wait;

    public static WaitKind Of(
        InvocationExpressionSyntax call, IMethodSymbol method, CallPlace place, SemanticModel model, KnownTypes types,
        CancellationToken cancellationToken)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        switch (method.Name)
        {
            case "Delay" when method.IsDeclaredIn(types.Task) && arguments.Count > 0:
                return Pause(DurationOf(arguments[0].Expression, model, cancellationToken), place);
            case "WaitAsync" when method.IsDeclaredIn(types.Task) || method.IsDeclaredIn(types.TaskOfT):
                return arguments.Count > 0
                    && DurationOf(arguments[0].Expression, model, cancellationToken) is < Noticeable ? WaitKind.ShortPause : WaitKind.Wait;
            case "WaitAsync" when method.IsDeclaredIn(types.SemaphoreSlim):
                return arguments.Count == 0 || method.Parameters[0].Type.Is(types.CancellationToken) ? WaitKind.Wait
                    : Durations.IsZero(arguments[0].Expression, model, cancellationToken) ? WaitKind.None
                    : WaitKind.ShortPause;
            case "WaitForNextTickAsync" when method.IsDeclaredIn(types.PeriodicTimer):
            case "WaitForExitAsync" when method.IsDeclaredIn(types.Process):
                return WaitKind.Wait;
            case "ReadAsync" or "WaitToReadAsync"
                when method.ContainingType.SelfAndBases().Any(one => one.Is(types.ChannelReader)):
                return WaitKind.Queue;
            case "WriteAsync" or "WaitToWriteAsync"
                when method.ContainingType.SelfAndBases().Any(one => one.Is(types.ChannelWriter)):
                return ChannelCapacity.IsBounded(call, model) == false ? WaitKind.None : WaitKind.Other;
        }

        ExpressionSyntax? receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        if (InMemoryStreams.AreAllOf(call, receiver, model, types, cancellationToken))
        {
            return WaitKind.None;
        }

        if (NetworkReads.Contains((method.ReducedFrom ?? method).ContainingType.Name + "." + method.Name) && IsOfFramework(method))
        {
            return IsOfBufferedResponse(receiver, model, cancellationToken) ? WaitKind.Other : WaitKind.Io;
        }

        return place.Loop is { } loop && !place.LooksAtToken(loop) && AsyncCounterpart.IsFrameworkIo(method) && WorkToFinish.Reads(call)
            ? WaitKind.Io
            : WaitKind.Other;
    }

    /// <summary>
    /// <c>var r = await client.PostAsync(…); await r.Content.ReadAsStringAsync();</c> The first call has waited for all of the content,
    /// unless it was told to wait for the headers only.
    /// </summary>
    private static bool IsOfBufferedResponse(ExpressionSyntax? content, SemanticModel model, CancellationToken cancellationToken)
        => content is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Content", Expression: IdentifierNameSyntax response }
            && model.GetSymbolInfo(response, cancellationToken).Symbol is ILocalSymbol local
            && LocalAssignments.OnlyValueOf(local, model, cancellationToken) is { } value
            && CallSyntax.WithoutCasts(value) is AwaitExpressionSyntax awaited
            && CallSyntax.WithoutConfiguration(awaited.Expression) is InvocationExpressionSyntax request
            && CallSyntax.CalledName(request) is "GetAsync" or "PostAsync" or "PutAsync" or "DeleteAsync" or "PatchAsync" or "SendAsync"
                or "PostAsJsonAsync" or "PutAsJsonAsync" or "PatchAsJsonAsync"
            && CallSyntax.MethodOf(request, model, cancellationToken) is { } method
            && (method.ReducedFrom ?? method).ContainingType.Name is "HttpClient" or "HttpMessageInvoker" or "HttpClientJsonExtensions"
            && !method.Parameters.Any(static parameter => parameter.Type.Name == "HttpCompletionOption");

    private static WaitKind Pause(double? milliseconds, CallPlace place) => milliseconds switch
    {
        0 => WaitKind.None,
        >= Noticeable => WaitKind.LongPause,
        null => place.Loop is null ? WaitKind.ShortPause : WaitKind.LongPause,
        >= 100 when place.Loop is { } loop && !place.LooksAtToken(loop) => WaitKind.LongPause,
        _ => WaitKind.ShortPause,
    };

    /// <summary>In milliseconds; infinite for no end, null where it is not known.</summary>
    private static double? DurationOf(ExpressionSyntax duration, SemanticModel model, CancellationToken cancellationToken)
        => Durations.IsZero(duration, model, cancellationToken) ? 0
            : Durations.Milliseconds(duration, model, cancellationToken);

    private static bool IsOfFramework(IMethodSymbol method)
        => method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal);
}
