namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Synchronous APIs whose asynchronous namesake is no better or does something else, with the reason. A documentation id
/// without a parameter list stands for all overloads, and for what overrides or implements them; a type stands for
/// all calls through it, also of what it inherits. Streams in memory are not here: <see cref="InMemoryStreams"/> looks at what is read and
/// written.
/// </summary>
internal static class ApisWithoutCounterpart
{
    private const string Memory = "works in memory, so there is nothing to wait for";
    private const string Disposal = "a rule of its own speaks of disposal";
    private const string Buffered = "reads from the row that has been fetched already; the asynchronous form costs more than it gains";
    private const string NeedsAsyncMode = "throws where the reader or writer was not created for asynchronous use, and works on buffers";
    private const string Fake = "the asynchronous form does the same work synchronously";
    private const string Bookkeeping = "notes an entity in memory; only key generators that ask the database need the asynchronous form";
    private const string EndOfProgram = "the last statement of a program: nothing else waits for this thread";
    private const string Validation = "computes; the asynchronous form is for rules that are asynchronous themselves";
    private const string Assertion = "checks what a test expects";
    private const string TaskWait = "waits for a task, which has its own rules";

    /// <summary>The documentation ids, and why each is here.</summary>
    public static readonly ImmutableArray<(string Id, string Reason)> All = ImmutableArray.Create(
        ("M:System.Threading.CancellationTokenSource.Cancel",
            "the asynchronous form moves the callbacks to the thread pool, after which nothing is cancelled yet"),
        ("M:System.IDisposable.Dispose", Disposal),
        ("M:System.IO.Stream.Close", Disposal),
        ("M:System.IO.TextWriter.Close", Disposal),
        ("M:System.Data.Common.DbConnection.Close", Disposal),
        ("M:System.Data.Common.DbDataReader.Close", Disposal),
        ("M:System.Data.IDbConnection.Close", Disposal),
        ("T:System.Threading.Tasks.Task", TaskWait),
        ("T:System.Console", "the console is synchronous in both forms"),
        ("N:System.IO.Pipelines", "completes, or writes into the memory of the pipe"),
        ("T:System.Buffers.BuffersExtensions", Memory),
        ("T:System.Text.Json.Utf8JsonWriter", Memory),
        ("N:System.Xml", NeedsAsyncMode),
        ("M:System.Xml.Linq.XDocument.Save(System.Xml.XmlWriter)", NeedsAsyncMode),
        ("M:System.Xml.Linq.XElement.Save(System.Xml.XmlWriter)", NeedsAsyncMode),
        ("M:System.Xml.Linq.XNode.WriteTo", NeedsAsyncMode),
        ("M:System.Xml.Linq.XNode.ReadFrom", NeedsAsyncMode),
        ("M:System.Xml.Linq.XDocument.Load(System.Xml.XmlReader,System.Xml.Linq.LoadOptions)", NeedsAsyncMode),
        ("M:System.Xml.Linq.XElement.Load(System.Xml.XmlReader,System.Xml.Linq.LoadOptions)", NeedsAsyncMode),
        ("N:Newtonsoft.Json*", "reads and writes one token at a time, mostly in memory; the asynchronous form costs many times as much"),
        ("M:System.Data.Common.DbDataReader.IsDBNull", Buffered),
        ("M:System.Data.Common.DbDataReader.GetFieldValue", Buffered),
        ("T:System.Data.DataTableReader", Memory),
        ("M:System.Data.IDataRecord.IsDBNull", Buffered),
        ("M:System.Net.Http.HttpContent.ReadAsStream", "hands out a buffer, or a stream that is yet to be read"),
        ("M:System.IO.Compression.ZipArchiveEntry.Open", "answers a stream that is yet to be read or written"),
        ("M:System.Net.Sockets.UdpClient.Send", "a datagram goes into the buffer of the system"),
        ("M:System.Net.Sockets.Socket.SendTo", "a datagram goes into the buffer of the system"),
        ("N:Microsoft.Data.Sqlite", Fake),
        ("N:System.Data.SQLite", Fake),
        ("N:SQLite", Fake),
        ("N:Microsoft.CodeAnalysis*", Fake),
        ("M:Microsoft.EntityFrameworkCore.DbContext.Add", Bookkeeping),
        ("M:Microsoft.EntityFrameworkCore.DbContext.AddRange", Bookkeeping),
        ("M:Microsoft.EntityFrameworkCore.DbSet`1.Add", Bookkeeping),
        ("M:Microsoft.EntityFrameworkCore.DbSet`1.AddRange", Bookkeeping),
        ("M:Microsoft.EntityFrameworkCore.IDbContextFactory`1.CreateDbContext",
            "makes an object; only factories that ask for something on the way need the asynchronous form"),
        ("N:FluentValidation*", Validation),
        ("T:Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions", EndOfProgram),
        ("M:Microsoft.AspNetCore.Builder.WebApplication.Run", EndOfProgram),
        ("T:Microsoft.JSInterop.IJSInProcessRuntime", "chosen for being synchronous"),
        ("T:Microsoft.JSInterop.IJSInProcessObjectReference", "chosen for being synchronous"),
        ("M:Microsoft.Extensions.Logging.ILogger.Log", Memory),
        ("N:Serilog*", Memory),
        ("N:Xunit*", Assertion),
        ("N:NUnit*", Assertion),
        ("N:Microsoft.VisualStudio.TestTools*", Assertion),
        ("N:TUnit*", Assertion),
        ("N:FluentAssertions*", Assertion),
        ("N:AwesomeAssertions*", Assertion),
        ("N:Shouldly*", Assertion),
        ("N:Moq*", Assertion),
        ("N:NSubstitute*", Assertion),
        ("N:FakeItEasy*", Assertion));

    private static readonly ApiPatterns Patterns = ApiPatterns.Of(All.Select(entry => entry.Id));

    /// <summary>The method, called through a receiver of the given static type (null for a static method), is one of them.</summary>
    public static bool Contains(IMethodSymbol method, ITypeSymbol? receiver)
        => method.ContainingType?.Name == "Assert" || Patterns.Contain(method, receiver);
}
