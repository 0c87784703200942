namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What runs on the thread that cancels the token of a framework's wait.</summary>
internal static class CancelledWait
{
    /// <summary>
    /// <c>Task.Delay(time, token).ContinueWith(…);</c> The continuation is queued, unless an option says otherwise, and nobody else
    /// awaits the delay.
    /// </summary>
    public static bool IsContinuedLater(InvocationExpressionSyntax call, IMethodSymbol method, KnownTypes types)
        => method.Name == "Delay" && method.IsDeclaredIn(types.Task)
            && call.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ContinueWith", Parent: InvocationExpressionSyntax continuation
            }
            && continuation.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax
            {
                Left: IdentifierNameSyntax { Identifier.ValueText: "_" }
            }
            && !continuation.ArgumentList.Descendants().Any(static node => node is SimpleNameSyntax
            {
                Identifier.ValueText: "ExecuteSynchronously"
            });

    /// <summary>The awaited call is completed by the thread that cancels, which then goes on behind the <c>await</c>.</summary>
    public static bool EndsInline(IMethodSymbol method, KnownTypes types)
        => (method.Name is "Delay" && method.IsDeclaredIn(types.Task))
            || (method.Name is "WaitAsync" && (method.IsDeclaredIn(types.Task) || method.IsDeclaredIn(types.TaskOfT)))
            || (method.Name is "WaitForNextTickAsync" && method.IsDeclaredIn(types.PeriodicTimer));

    /// <summary>A call of a channel: what awaits it is queued, unless an option says otherwise.</summary>
    public static bool IsOfChannel(IMethodSymbol method)
        => method.ContainingType is { Name: "ChannelReader" or "ChannelWriter", ContainingNamespace.Name: "Channels" };

    /// <summary>
    /// A framework's wait whose task another thread ends when the token is cancelled: what awaits it never runs in <c>Cancel</c>.
    /// </summary>
    public static bool EndsElsewhere(IMethodSymbol method)
        => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.ContainingType is { } type
            && type.ContainingNamespace.ToDisplayString() switch
            {
                "System.Diagnostics" => type.Name == "Process",
                "System.Threading" => type.Name == "SemaphoreSlim",
                "System.Net.Sockets" => type.Name is "Socket" or "NetworkStream" or "TcpClient" or "TcpListener" or "UdpClient"
                    or "SocketTaskExtensions",
                "System.Net.Http" => type.Name is "HttpClient" or "HttpContent" or "HttpMessageInvoker",
                "System.Net.Http.Json" => type.Name is "HttpClientJsonExtensions" or "HttpContentJsonExtensions",
                "System.IO" => type.Name is "File" or "FileStream",
                "System.Net" => type.Name == "Dns",
                _ => false,
            };

    /// <summary>It closes a socket or ends a process: what waits for that is told by another thread.</summary>
    public static bool EndsWork(IMethodSymbol method)
        => method.Name is "Dispose" or "Close" or "Kill" or "Shutdown" && method.ContainingType is { } type
            && type.ContainingNamespace.ToDisplayString() switch
            {
                "System.Net.Sockets" => type.Name is "Socket" or "NetworkStream" or "TcpClient" or "TcpListener" or "UdpClient",
                "System.Diagnostics" => type.Name == "Process" && method.Name == "Kill",
                _ => false,
            };
}
