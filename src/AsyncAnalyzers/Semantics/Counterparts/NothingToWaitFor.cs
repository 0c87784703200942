namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Calls that have an asynchronous counterpart and yet nothing to wait for: they compute from text and memory, ask a file abstraction
/// for what it knows of a file, ask something to end, or use a collection or state in memory. Names and types decide: what cannot be seen
/// to be such a call is none.
/// </summary>
internal static class NothingToWaitFor
{
    /// <summary>Verbs of methods that compute their result from their arguments.</summary>
    private static readonly HashSet<string> ComputingVerbs = new(StringComparer.Ordinal)
    {
        "Calculate", "Compile", "Compress", "Compute", "Convert", "Decode", "Decompress", "Decrypt", "Deflate",
        "Deserialize", "Encode", "Encrypt", "Escape", "Format", "Hash", "Highlight", "Inflate", "Lex", "Minify",
        "Normalize", "Parse", "Render", "Sanitize", "Serialize", "Tokenize", "Transform", "Translate", "Unescape",
    };

    /// <summary>
    /// Verbs of methods that ask for something and return at once, where the counterpart comes back when it has happened: an actor that
    /// awaits
    /// its own StopAsync never ends. What blocks behind such a name is found through the calls.
    /// </summary>
    private static readonly HashSet<string> AskingVerbs = new(StringComparer.Ordinal)
    {
        "Abort", "Cancel", "Kill", "Notify", "Poison", "Post", "Raise", "Signal", "Stop", "Tell", "Terminate", "Trigger",
    };

    /// <summary>Words of parameter names: what is given says where something is, and not what it is.</summary>
    private static readonly HashSet<string> LocationWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "Address", "Directory", "Endpoint", "File", "Filename", "Folder", "Host", "Href", "Link", "Location", "Path", "Uri", "Url",
    };

    /// <summary>Words of type names: another process does the work.</summary>
    private static readonly HashSet<string> RemoteWords = new(StringComparer.Ordinal)
    {
        "Api", "Bot", "Channel", "Client", "Connection", "Context", "Database", "Db", "Gateway", "Http",
        "Loader", "Provider", "Proxy", "Remote", "Repository", "Rpc", "Server", "Service", "Session",
        "Socket", "Storage", "Store",
    };

    private static readonly HashSet<string> IoTypes = new(StringComparer.Ordinal)
    {
        "Stream", "TextReader", "TextWriter", "BinaryReader", "BinaryWriter", "HttpClient", "HttpMessageInvoker",
        "HttpMessageHandler", "Socket", "TcpClient", "DbConnection", "DbContext", "FileInfo",
        "PipeReader", "PipeWriter", "IDuplexPipe", "Process",
    };

    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal)
    {
        "ICollection", "IList", "ISet", "IDictionary", "IReadOnlyCollection", "IReadOnlyList",
        "IReadOnlySet", "IReadOnlyDictionary", "IProducerConsumerCollection",
    };

    public static bool Is(CounterpartCall call, KnownTypes types)
        => call.Method.ContainingType is { } declaring && !AsyncCounterpart.IsFrameworkIo(call.Method)
            && (IsRequest(call.Method)
                || IsComputation(call, declaring, types)
                || AsksForFileMetadata(call.Method, declaring)
                || IsInMemory(call, call.ReceiverType ?? declaring));

    private static bool IsRequest(IMethodSymbol method)
        => method.ReturnsVoid && NameWords.Of(method.Name) is { Count: > 0 } words && AskingVerbs.Contains(words[0]);

    /// <summary>
    /// All that goes in is text, values or memory, the verb says that something is computed, and neither the object nor what it is made
    /// from does I/O.
    /// </summary>
    private static bool IsComputation(CounterpartCall call, INamedTypeSymbol declaring, KnownTypes types)
    {
        List<string> words = NameWords.Of(call.Method.Name);
        if (words.Count == 0 || !ComputingVerbs.Contains(words[0]) || words.Any(LocationWords.Contains) || call.Method.Parameters.IsEmpty)
        {
            return false;
        }

        foreach (IParameterSymbol parameter in call.Method.Parameters)
        {
            if (call.Gives(parameter) && (!IsData(parameter.Type, types) || NameWords.Of(parameter.Name).Any(LocationWords.Contains)))
            {
                return false;
            }
        }

        return !NameWords.Of(declaring.Name).Any(RemoteWords.Contains) && !IsMadeFromIo(declaring)
            && (call.ReceiverType is not INamedTypeSymbol receiver || SymbolEqualityComparer.Default.Equals(receiver, declaring)
                || (!NameWords.Of(receiver.Name).Any(RemoteWords.Contains) && !IsMadeFromIo(receiver)));
    }

    /// <summary>Strings, numbers, enums, times, tokens, structs of options, and arrays and memory of such.</summary>
    private static bool IsData(ITypeSymbol type, KnownTypes types)
        => type switch
        {
            IArrayTypeSymbol array => IsData(array.ElementType, types),
            { SpecialType: SpecialType.System_String } or { TypeKind: TypeKind.Enum } => true,
            INamedTypeSymbol { IsValueType: true } value => value.TypeArguments.All(argument => IsData(argument, types)),
            _ => InMemoryStreams.IsInMemory(type, types),
        };

    /// <summary>A constructor, field or property takes or holds something that does I/O.</summary>
    private static bool IsMadeFromIo(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            bool isIo = member switch
            {
                IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
                    => constructor.Parameters.Any(parameter => DoesIo(parameter.Type)),
                IFieldSymbol field => DoesIo(field.Type),
                IPropertySymbol property => DoesIo(property.Type),
                _ => false,
            };
            if (isIo)
            {
                return true;
            }
        }

        return false;
    }

    private static bool DoesIo(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (IoTypes.Contains(current.Name) || current.Name.EndsWith("Connection", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return NameWords.Of(type.Name).Any(RemoteWords.Contains);
    }

    /// <summary>
    /// <c>FileExists(path)</c>, <c>GetDirectory(path)</c>, <c>TryCreateFolder(path)</c>: nothing of what a file holds is read or written.
    /// </summary>
    private static bool AsksForFileMetadata(IMethodSymbol method, INamedTypeSymbol declaring)
        => method.ReturnType.SpecialType is not (SpecialType.System_String or SpecialType.System_Collections_IEnumerable)
            && method.ReturnType is not IArrayTypeSymbol
                and not { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T }
            && !DoesIo(method.ReturnType)
            && IsMetadata(NameWords.Of(method.Name))
            && !NameWords.Of(declaring.Name).Any(word => word is not ("Storage" or "Store" or "Provider") && RemoteWords.Contains(word));

    private static bool IsMetadata(List<string> words) => words.Count switch
    {
        2 => (IsFile(words[0]) && words[1] == "Exists")
            || (words[0] is "Get" or "Create" && IsFile(words[1]))
            || (words[0] == "Exists" && IsFile(words[1])),
        3 => words[0] == "Try"
            && words[1] is "Get" or "Create"
            && IsFile(words[2])
            || (words[0] == "Get" && IsFile(words[1]) && words[2] is "Info" or "Entry" or "Attributes"),
        _ => false,
    };

    private static bool IsFile(string word) => word is "File" or "Directory" or "Folder";

    /// <summary>A member of a collection that the type is, or of a cache or state whose name says that it is in memory.</summary>
    private static bool IsInMemory(CounterpartCall call, ITypeSymbol type)
    {
        if (type.AllInterfaces.Any(implemented => implemented.Name == "IQueryable"))
        {
            return false;
        }

        if (NameWords.Of(type.Name) is { Count: > 0 } words && (words.Contains("Memory") || words[words.Count - 1] == "State"))
        {
            return true;
        }

        // A collection's own members are used synchronously by all who know the interface.
        string name = call.Method.Name;
        return type.AllInterfaces.Any(implemented => Collections.Contains(implemented.Name)
            && implemented.ContainingNamespace is
            {
                Name: "Generic"
                or "Concurrent", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" }
            }
            && !implemented.GetMembers(name).IsEmpty);
    }
}
