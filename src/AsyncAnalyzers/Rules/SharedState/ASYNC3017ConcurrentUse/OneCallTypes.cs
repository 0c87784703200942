namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Which of two things at once an operation keeps busy, where an object can do two.</summary>
internal enum UseSide
{
    /// <summary>The whole object.</summary>
    Whole,

    /// <summary>What is read or received: a write may go on meanwhile.</summary>
    Input,

    /// <summary>What is written or sent: a read may go on meanwhile.</summary>
    Output,
}

/// <summary>
/// The types of other assemblies whose objects serve one call at a time, with the operations that do not get on with each other.
/// Contexts of Entity Framework are known to <see cref="QueryContexts"/>.
/// </summary>
internal static class OneCallTypes
{
    internal static readonly RuleOption<ApiPatterns> Added = new(
        "async_analyzers.async3017.types",
        ApiPatterns.Empty,
        "a list of documentation ids such as 'T:Namespace.Type' or 'M:Namespace.Type.Method', separated by '|' or ','",
        ApiPatterns.TryParse);

    /// <summary>
    /// By type; an operation on the input has a '&lt;', one on the output a '&gt;'; a star stands for any beginning or end of a name.
    /// </summary>
    private static readonly Dictionary<string, string[]> Operations = new(StringComparer.Ordinal)
    {
        ["System.Data.Common.DbConnection"] = Names("*Async"),
        ["System.Data.Common.DbCommand"] = Names("*Async ExecuteReader ExecuteScalar ExecuteNonQuery"),
        ["System.Data.Common.DbDataReader"] = Names("*Async Read NextResult"),
        ["System.Data.Common.DbTransaction"] = Names("*Async Commit Rollback"),
        ["System.Data.IDbConnection"] = Names("*Async"),
        ["System.IO.Stream"] = Names("<Read* <CopyTo* >Write* >FlushAsync"),
        ["System.IO.TextWriter"] = Names(">Write* >FlushAsync"),
        ["System.IO.TextReader"] = Names("<Read*"),
        ["System.IO.Pipelines.PipeWriter"] = Names(">WriteAsync >FlushAsync"),
        ["System.IO.Pipelines.PipeReader"] = Names("<ReadAsync <ReadAtLeastAsync <CopyToAsync"),
        ["System.Net.WebSockets.WebSocket"] = Names("<ReceiveAsync >SendAsync >CloseOutputAsync"),
        ["System.Net.Mail.SmtpClient"] = Names("SendMailAsync"),
        ["System.Net.NetworkInformation.Ping"] = Names("SendPingAsync"),
        ["System.Net.WebClient"] = Names("*TaskAsync"),
        ["System.Text.Json.Utf8JsonWriter"] = Names("Write* Flush FlushAsync"),
        ["System.Xml.XmlWriter"] = Names("*Async"),
        ["System.Xml.XmlReader"] = Names("*Async"),
        ["System.Threading.PeriodicTimer"] = Names("WaitForNextTickAsync"),
        ["Microsoft.AspNetCore.Http.HttpResponse"] = Names(">Write* >SendFileAsync"),
        ["Microsoft.AspNetCore.Http.HttpRequest"] = Names("<ReadForm* <ReadFromJson*"),
        ["Grpc.Core.IAsyncStreamWriter`1"] = Names(">WriteAsync >CompleteAsync"),
        ["Grpc.Core.IAsyncStreamReader`1"] = Names("<MoveNext"),
        ["NHibernate.ISession"] = Names("*Async"),
        ["Marten.IQuerySession"] = Names("*Async"),
        ["Raven.Client.Documents.Session.IAsyncDocumentSession"] = Names("*Async"),
        ["LinqToDB.Data.DataConnection"] = Names("*Async"),
    };

    private static readonly HashSet<string> SimpleNames = new(
        Operations.Keys.Select(static key => key.Substring(key.LastIndexOf('.') + 1)), StringComparer.Ordinal);

    /// <summary>The end of an object's life is no call of its own.</summary>
    private static readonly HashSet<string> NotCounted = new(StringComparer.Ordinal) { "DisposeAsync", "CloseAsync", "WriteTo" };

    /// <summary>False is certain, for the types of this list.</summary>
    public static bool MayBeOperation(string name)
        => name.EndsWith("Async", StringComparison.Ordinal) || name.StartsWith("Write", StringComparison.Ordinal)
            || name.StartsWith("Read", StringComparison.Ordinal)
            || name is "CopyTo" or "Flush" or "MoveNext" or "NextResult" or "ExecuteReader" or "ExecuteScalar" or "ExecuteNonQuery"
                or "Commit" or "Rollback";

    /// <summary>What a call of that name on an object of the type keeps busy; null where it gets on with others.</summary>
    public static UseSide? SideOf(string name, ITypeSymbol type)
    {
        if (NotCounted.Contains(name) || IsExempt(type))
        {
            return null;
        }

        foreach (ITypeSymbol one in type.SelfAndBases().Concat(type.AllInterfaces))
        {
            foreach (string pattern in OperationsOf(one))
            {
                if (Matches(name, pattern.TrimStart('<', '>')))
                {
                    return pattern[0] switch { '<' => UseSide.Input, '>' => UseSide.Output, _ => UseSide.Whole };
                }
            }
        }

        return null;
    }

    /// <summary>The type itself is of the list: two reads of a property of that type give the same object.</summary>
    public static bool Contains(ITypeSymbol type)
        => type.SelfAndBases().Concat(type.AllInterfaces).Any(IsListed);

    /// <summary>The two get in each other's way.</summary>
    public static bool Collide(UseSide one, UseSide other) => one == UseSide.Whole || other == UseSide.Whole || one == other;

    /// <summary>
    /// Streams in memory are done when the call returns; a FileStream lines its calls up; a class of this compilation may do so, too.
    /// </summary>
    private static bool IsExempt(ITypeSymbol type)
        => type is ITypeParameterSymbol
            || type.SelfAndBases().Any(static one => one is
            {
                Name: "MemoryStream" or "UnmanagedMemoryStream" or "StringWriter" or "StringReader" or "FileStream",
                ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" }
            })
            || (type is { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } && !IsListed(type));

    private static bool IsListed(ITypeSymbol type) => OperationsOf(type).Length > 0;

    private static string[] OperationsOf(ITypeSymbol type)
        => SimpleNames.Contains(type.MetadataName) && type.ContainingNamespace is { } space
            && Operations.TryGetValue(space.ToDisplayString() + "." + type.MetadataName, out string[]? names)
                ? names
                : Array.Empty<string>();

    private static bool Matches(string name, string pattern)
        => pattern[0] == '*' ? name.EndsWith(pattern.Substring(1), StringComparison.Ordinal)
            : pattern[pattern.Length - 1] == '*' ? name.StartsWith(pattern.Substring(0, pattern.Length - 1), StringComparison.Ordinal)
            : name == pattern;

    private static string[] Names(string names) => names.Split(' ');
}
