namespace AsyncAnalyzers.Semantics;

/// <summary>What an API of another assembly does to what several calls may share.</summary>
internal enum Sharing
{
    /// <summary>Not known, or known to change something.</summary>
    None,

    /// <summary>It reads, and two calls on one object get in each other's way.</summary>
    OneAtATime,

    /// <summary>It reads, and any number of calls may run at once.</summary>
    AtOnce,
}

/// <summary>
/// The APIs of other assemblies that are known to read and to change nothing. All others may do anything: an Entity Framework context, a
/// database connection, a stream or a reader serves one call at a time.
/// </summary>
internal static class ReadingApis
{
    /// <summary>By type and method; what waits for the network, a disk or a timer has a plus.</summary>
    private static readonly Dictionary<string, string> AtOnce = new(StringComparer.Ordinal)
    {
        ["System.Net.Http.HttpClient"] = "+GetStringAsync +GetByteArrayAsync +GetAsync +GetStreamAsync",
        ["System.Net.Http.Json.HttpClientJsonExtensions"] = "+GetFromJsonAsync",
        ["System.IO.File"] = "+ReadAllTextAsync +ReadAllBytesAsync +ReadAllLinesAsync OpenRead Exists GetLastWriteTimeUtc",
        ["System.IO.Directory"] = "Exists GetFiles GetDirectories",
        ["System.IO.Path"] = "*",
        ["System.Net.Dns"] = "+GetHostAddressesAsync +GetHostEntryAsync",
        ["System.Threading.Tasks.Task"] = "+Delay FromResult Yield ConfigureAwait AsTask",
        ["System.Threading.Tasks.Task`1"] = "ConfigureAwait",
        ["System.Threading.Tasks.ValueTask"] = "FromResult ConfigureAwait AsTask",
        ["System.Threading.Tasks.ValueTask`1"] = "ConfigureAwait AsTask",
        ["System.Text.Json.JsonSerializer"] = "Deserialize Serialize",
        ["System.Uri"] = "*",
        ["System.ArgumentNullException"] = "*",
        ["System.ArgumentException"] = "*",
        ["System.ArgumentOutOfRangeException"] = "*",
        ["System.ObjectDisposedException"] = "*",
        ["System.Threading.CancellationToken"] = "ThrowIfCancellationRequested",
        ["Microsoft.Extensions.Logging.LoggerExtensions"] = "*",
    };

    private static readonly Dictionary<string, string> OneAtATime = new(StringComparer.Ordinal)
    {
        ["System.Net.Http.HttpContent"] = "+ReadAsStringAsync +ReadAsByteArrayAsync +ReadAsStreamAsync",
        ["System.Net.Http.Json.HttpContentJsonExtensions"] = "+ReadFromJsonAsync",
        ["System.Net.Http.HttpResponseMessage"] = "EnsureSuccessStatusCode",
        ["System.IO.TextReader"] = "+ReadToEndAsync +ReadLineAsync",
        ["System.IO.StreamReader"] = "+ReadToEndAsync +ReadLineAsync",
        ["System.IO.Stream"] = "+ReadAsync",
    };

    /// <summary>Methods of collections that only look.</summary>
    private static readonly HashSet<string> Looks = new(StringComparer.Ordinal)
    {
        "Contains", "ContainsKey", "ContainsValue", "TryGetValue", "IndexOf", "LastIndexOf", "Find", "FindAll", "FindIndex",
        "Exists", "ToArray", "ToList", "GetEnumerator", "GetRange", "BinarySearch", "AsReadOnly", "CopyTo", "ToString", "Equals",
        "GetHashCode", "GetType", "CompareTo", "IsSubsetOf", "IsSupersetOf", "SetEquals", "Overlaps", "TryPeek", "Peek",
    };

    /// <summary>How calls of the method get on with each other, and whether it waits.</summary>
    public static (Sharing Sharing, bool Waits) Of(IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        INamedTypeSymbol type = definition.ContainingType;
        string name = type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;
        if (Find(AtOnce, name, definition.Name) is { } waits)
        {
            return (Sharing.AtOnce, waits);
        }

        if (Find(OneAtATime, name, definition.Name) is { } waitsAlone)
        {
            return (Sharing.OneAtATime, waitsAlone);
        }

        return PureApis.Contains(definition)
            ? (IsLook(definition, type) ? Sharing.AtOnce : Sharing.OneAtATime, false)
            : (Sharing.None, false);
    }

    private static bool? Find(Dictionary<string, string> apis, string type, string method)
    {
        if (!apis.TryGetValue(type, out string? names))
        {
            return null;
        }

        string[] list = names.Split(' ');
        return list.Contains("+" + method) ? true : list.Contains(method) || names == "*" ? false : null;
    }

    /// <summary>It changes neither its object nor an argument.</summary>
    private static bool IsLook(IMethodSymbol method, INamedTypeSymbol type)
        => method.Parameters.All(parameter => parameter.RefKind is RefKind.None or RefKind.In
            || (parameter.RefKind == RefKind.Out && method.Name.StartsWith("Try", StringComparison.Ordinal)))
            && (method.MethodKind == MethodKind.Constructor
                || (method.IsStatic && type.Name is not ("Array" or "Buffer" or "Random"))
                || (!method.IsStatic && (type.IsValueType
                    || type.SpecialType == SpecialType.System_String
                    || type.Name is "Regex"
                    || Looks.Contains(method.Name))));
}
