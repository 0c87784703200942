using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Calls that have an asynchronous counterpart, and nothing to wait for.</summary>
public class NothingToWaitForTests
{
    [Theory]
    // text and memory, computed
    [InlineData("HtmlDocument", "HtmlParser", "ParseDocument", "string html")]
    [InlineData("HtmlDocument", "IHtmlParser", "ParseDocument", "string html")]
    [InlineData("HtmlDocument", "HtmlParser", "ParseDocument", "string html, Options options")]
    [InlineData("HtmlDocument", "HtmlParser", "Parse", "MemoryStream html")]
    [InlineData("byte[]", "Zipper", "Compress", "byte[] data")]
    [InlineData("string", "Minifier", "Minify", "ReadOnlyMemory<char> css, bool all")]
    [InlineData("string", "Markdown", "Render", "string text, int width, TimeSpan limit")]
    [InlineData("string", "PasswordHasher", "HashPassword", "string password")]
    // metadata of files
    [InlineData("object", "IFileSystem", "GetFile", "string path")]
    [InlineData("object", "IFileSystem", "GetDirectory", "string path")]
    [InlineData("bool", "IFileSystem", "FileExists", "string path")]
    [InlineData("bool", "MediaStore", "DirectoryExists", "string path")]
    [InlineData("bool", "IFileSystem", "TryCreateDirectory", "string path")]
    [InlineData("void", "StorageProvider", "CreateFolder", "string path")]
    // memory
    [InlineData("object", "IMemoryCache", "Get", "string key")]
    [InlineData("void", "InMemoryQueue", "Remove", "string key")]
    [InlineData("object", "IAsyncState", "Get", "string key")]
    [InlineData("bool", "Names : ICollection<string>", "Contains", "string key")]
    [InlineData("bool", "Names : ISet<string>", "Add", "string key")]
    [InlineData("bool", "Names : IDictionary<string, int>", "ContainsKey", "string key")]
    // asked to end, or to happen: the counterpart comes back when it has
    [InlineData("void", "IActorContext", "Stop", "string pid")]
    [InlineData("void", "ActorContext", "Poison", "string pid")]
    [InlineData("void", "JobClient", "CancelJob", "string id")]
    [InlineData("void", "Mailbox", "Post", "string letter")]
    public Task Silent(string result, string type, string method, string parameters) => Verify.SilentAsync(Class(result, type, method, parameters, "x."));

    [Theory]
    // I/O objects, in or around it
    [InlineData("HtmlDocument", "HtmlParser", "ParseDocument", "Stream html")]
    [InlineData("HtmlDocument", "HtmlParser", "ParseDocument", "TextReader html")]
    [InlineData("HtmlDocument", "HtmlParser", "Parse", "object html")]
    [InlineData("HtmlDocument", "ParserClient", "Parse", "string html")]
    [InlineData("HtmlDocument", "IParserService", "Parse", "string html")]
    [InlineData("HtmlDocument", "ParserOverStream", "Parse", "string html")]
    // where something is, not what it is
    [InlineData("HtmlDocument", "HtmlParser", "ParseFile", "string name")]
    [InlineData("HtmlDocument", "HtmlParser", "Parse", "string path")]
    [InlineData("HtmlDocument", "HtmlParser", "Parse", "Uri address")]
    [InlineData("HtmlDocument", "HtmlParser", "Parse", "string pageUrl")]
    // other verbs: nobody knows what is behind them
    [InlineData("string", "Markdown", "Load", "string text")]
    [InlineData("string", "Thing", "Get", "string key")]
    [InlineData("void", "Thing", "Save", "string text")]
    // what a file holds
    [InlineData("string", "IFileSystem", "ReadFile", "string path")]
    [InlineData("byte[]", "IFileSystem", "GetFile", "string path")]
    [InlineData("Stream", "IFileSystem", "CreateFile", "string path")]
    [InlineData("void", "IFileSystem", "CopyFile", "string path")]
    [InlineData("object", "BotClient", "GetFile", "string path")]
    // a cache, a query
    [InlineData("object", "IDistributedCache", "Get", "string key")]
    [InlineData("bool", "Names : ICollection<string>", "Reload", "string key")]
    // they say what came of it, or work themselves
    [InlineData("bool", "ActorContext", "Stop", "string pid")]
    [InlineData("void", "Thing", "Shutdown", "string reason")]
    [InlineData("void", "Thing", "Stopwatch", "string reason")]
    public Task Reported(string result, string type, string method, string parameters)
        => Verify.FixesAsync(Class(result, type, method, parameters, "[|x."), Class(result, type, method, parameters, null));

    [Fact]
    public Task Opening_an_entry_of_an_archive_reads_nothing_yet() => Verify.SilentAsync("""
        class C { async Task<Stream> M(System.IO.Compression.ZipArchiveEntry entry) { await Task.Yield(); return entry.Open(); } }
        """);

    /// <param name="result">What the method answers.</param>
    /// <param name="type">The type, and what it implements.</param>
    /// <param name="method">Its name; the counterpart has Async after it.</param>
    /// <param name="parameters">Of both.</param>
    /// <param name="call">What the call begins with; null for the awaited one.</param>
    private static string Class(string result, string type, string method, string parameters, string? call)
    {
        string name = type.Split(' ')[0];
        bool isInterface = name[0] == 'I' && char.IsUpper(name[1]) || type.Contains(':');
        string arguments = string.Join(", ", parameters.Split(", ").Select(parameter => parameter.Split(' ')[^1]));
        string asynchronous = result == "void" ? "Task" : $"Task<{result}>";
        string members = isInterface
            ? $"{(type.Contains(':') && method != "Reload" ? "new " : "")}{result} {method}({parameters}); {asynchronous} {method}Async({parameters});"
            : $"{(name == "ParserOverStream" ? "public ParserOverStream(Stream source) { Source = source; } Stream Source; " : "")}public virtual {result} {method}({parameters}) {{ Console.Beep(); {(result == "void" ? "" : "return default!;")} }} public virtual async {asynchronous} {method}Async({parameters}) {{ await Task.Delay(1); {(result == "void" ? "" : "return default!;")} }}";
        string statement = call is null ? $"await x.{method}Async({arguments});" : $"{call}{method}({arguments}){(call[0] == '[' ? "|]" : "")};";
        return $$"""
            public class HtmlDocument { }
            public struct Options { public bool Strict; }
            public {{(isInterface ? "interface" : "class")}} {{type}} { {{members}} }
            class C { async Task M({{name}} x, {{parameters}}) { await Task.Yield(); {{statement}} } }
            """;
    }
}
