namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Synchronous I/O of the framework that has an asynchronous counterpart and goes to a file, a socket, a process or a database for
/// certain: what is behind a Stream or a TextReader that somebody hands in may as well be memory.
/// </summary>
internal static class CertainIo
{
    private static readonly HashSet<string> TellingNames = new(StringComparer.Ordinal)
    {
        "ReadAllText", "ReadAllLines", "ReadAllBytes", "WriteAllText", "WriteAllLines",
        "WriteAllBytes", "AppendAllText", "AppendAllLines", "AppendAllBytes",
        "ExecuteReader", "ExecuteNonQuery", "ExecuteScalar", "SaveChanges", "GetResponse",
        "GetRequestStream", "DownloadString", "DownloadData", "DownloadFile",
        "UploadString", "UploadData", "UploadFile", "UploadValues", "GetHostEntry",
        "GetHostAddresses", "WaitForConnection", "AuthenticateAsClient",
        "AuthenticateAsServer", "AcceptSocket", "AcceptTcpClient",
    };

    /// <summary>Names that say something only together with the type they are called on.</summary>
    private static readonly HashSet<string> CommonNames = new(StringComparer.Ordinal)
    {
        "Read", "ReadByte", "WriteByte", "ReadExactly", "ReadAtLeast", "ReadBlock", "ReadToEnd", "ReadLine", "Write",
        "WriteLine", "Flush", "CopyTo", "Send", "Receive", "Connect", "Accept", "Open",
    };

    private static readonly HashSet<string> Streams =
        new(StringComparer.Ordinal) { "Stream", "TextReader", "TextWriter", "StreamReader", "StreamWriter" };

    private static readonly HashSet<string> IoTypes = new(StringComparer.Ordinal)
    {
        "FileStream", "NetworkStream", "SslStream", "NegotiateStream", "PipeStream", "NamedPipeClientStream",
        "NamedPipeServerStream", "HttpClient", "HttpMessageInvoker", "SmtpClient", "Ping",
        "Socket", "TcpClient", "TcpListener",
    };

    /// <summary>The names allow for such a call. False is certain.</summary>
    public static bool MayBeAt(SimpleNameSyntax name, NameScope scope)
    {
        string text = name.Identifier.ValueText;
        return TellingNames.Contains(text) ? CallSyntax.InvocationOf(name) is not null
            : CommonNames.Contains(text)
                && CallSyntax.InvocationOf(name) is not null
                && CallSyntax.Receiver(name) is { } receiver
                && scope.TypeOf(receiver) is { } type
                && (IoTypes.Contains(type) || Streams.Contains(type) || type.EndsWith("Connection", StringComparison.Ordinal));
    }

    /// <summary>
    /// The method that a call of such a name binds to; null where it is not certain to do I/O, or has no counterpart here.
    /// </summary>
    public static IMethodSymbol? Find(InvocationExpressionSyntax call, CodeModel model)
    {
        if (ConnectionStreams.IsByteMethod(CallSyntax.CalledName(call) ?? string.Empty))
        {
            return ConnectionStreams.ByteMethodOf(call, model, out bool isConnection) is { } ofByte && isConnection ? ofByte : null;
        }

        if (CallSyntax.MethodOf(call, model) is not { } method || !AsyncCounterpart.IsFrameworkIo(method))
        {
            return null;
        }

        ExpressionSyntax? receiver = method.IsStatic ? null : (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        bool isCertain = receiver is null
            || !IsStream(model.TypeOf(receiver))
            || IsOpenedHere(receiver, model);
        return isCertain && !AvailableData.IsKnown(call, method, model)
            && AsyncCounterpart.Find(call, method, model, withToken: false) is not null ? method : null;
    }

    private static bool IsStream(ITypeSymbol? type) => type is null || Streams.Contains(type.Name);

    /// <summary>A stream, reader or writer that the function opens itself, over a file or a connection.</summary>
    private static bool IsOpenedHere(ExpressionSyntax stream, CodeModel model)
    {
        switch (CallSyntax.WalkDownParentheses(stream))
        {
            case IdentifierNameSyntax name when model.SymbolOf(name) is ILocalSymbol local
                && model.SyntaxOf(local) is VariableDeclaratorSyntax { Initializer.Value: { } value }:
                return IsOpenedHere(value, model);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var owner } access }:
                return access.Name.Identifier.ValueText is "Open" or "OpenRead" or "OpenWrite" or "OpenText" or "Create" or "CreateText"
                    or "AppendText" or "GetStream" or "GetRequestStream" or "GetResponseStream"
                    && model.TypeOf(owner) is var type
                    && (type
                        ?? model.SymbolOf(owner) as ITypeSymbol) is
                    {
                        Name: "File" or "FileInfo"
                            or "TcpClient" or "HttpWebRequest" or "WebRequest" or "WebResponse" or "HttpWebResponse"
                    };
            case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } creation:
                return model.TypeOf(creation) is { } created
                    && (!IsStream(created) ? IoTypes.Contains(created.Name)
                        : model.TypeOf(arguments[0].Expression) is { SpecialType: SpecialType.System_String }
                            || IsOpenedHere(arguments[0].Expression, model));
            default:
                return model.TypeOf(stream) is { } exact && IoTypes.Contains(exact.Name);
        }
    }
}
