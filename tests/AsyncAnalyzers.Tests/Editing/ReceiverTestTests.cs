using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>A call to the right of the last <c>?.</c> of a chain is awaited behind a test of what it is made on.</summary>
public class ReceiverTestTests
{
    private const string Types = """

        class Node
        {
            public StreamWriter? Writer; public StreamReader? Reader; public Node? Next; public Node[]? All; public Stream[]? Streams;
            public Node? Self => this;
            public Node? Get() => this;
            public int Count() => int.Parse(File.ReadAllText("n")); public async Task<int> CountAsync() => int.Parse(await File.ReadAllTextAsync("n"));
        }
        """;

    [Fact]
    public Task Statements() => Verify.FixesAsync("""
        class C
        {
            private Node? _n;
            async Task A(Node? n)
            {
                await Task.Yield();
                // writes the rest
                n?.Next?.Writer?[|.Flush()|];
            }
            async Task B(Node? n)
            {
                n?.Get()?.Writer?[|.WriteLine("a")|];
                await Task.Yield();
            }
            async Task D(Node? n)
            {
                n?.All?[0]?.Writer?[|.BaseStream.Flush()|];
                n?.Streams?[|[0].Flush()|];
                await Task.Yield();
            }
            async Task E(Node n)
            {
                n.Self?.Writer?[|.Flush()|];
                await Task.Yield();
            }
            async Task G(Node n)
            {
                n.Get()?[|.Count()|];
                await Task.Yield();
            }
            async Task F(Node? n)
            {
                switch (n?.All?.Length)
                {
                    case 1:
                        _n?.Writer?[|.Flush()|];
                        break;
                }
                await Task.Yield();
            }
        }
        """ + Types, """
        class C
        {
            private Node? _n;
            async Task A(Node? n)
            {
                await Task.Yield();
                // writes the rest
                if (n?.Next?.Writer is { } writer)
                {
                    await writer.FlushAsync();
                }
            }
            async Task B(Node? n)
            {
                if (n?.Get()?.Writer is { } writer)
                {
                    await writer.WriteLineAsync("a");
                }
                await Task.Yield();
            }
            async Task D(Node? n)
            {
                if (n?.All?[0]?.Writer is { } writer)
                {
                    await writer.BaseStream.FlushAsync();
                }
                if (n?.Streams is { } streams)
                {
                    await streams[0].FlushAsync();
                }
                await Task.Yield();
            }
            async Task E(Node n)
            {
                if (n.Self?.Writer is { } writer)
                {
                    await writer.FlushAsync();
                }
                await Task.Yield();
            }
            async Task G(Node n)
            {
                if (n.Get() is { } found)
                {
                    await found.CountAsync();
                }
                await Task.Yield();
            }
            async Task F(Node? n)
            {
                switch (n?.All?.Length)
                {
                    case 1:
                        if (_n?.Writer is { } writer)
                        {
                            await writer.FlushAsync();
                        }
                        break;
                }
                await Task.Yield();
            }
        }
        """ + Types);

    [Fact]
    public Task Values() => Verify.FixesAsync("""
        class C
        {
            async Task A(Node? n) { var s = n?.Next?.Reader?[|.ReadToEnd()|]; await Task.Yield(); }
            async Task<string?> B(Node? n) { await Task.Yield(); return n?.Reader?[|.ReadToEnd()|]; }
            async Task D(Node? n, string? s) { s = n?.Next?.Reader?[|.ReadLine()|]; await Task.Yield(); }
            async Task E(Node? n) { var a = n?.Reader?[|.ReadLine()|]; var b = n?.Reader?[|.ReadLine()|]; await Task.Yield(); }
        }
        """ + Types, """
        class C
        {
            async Task A(Node? n) { var s = n?.Next?.Reader is { } reader ? await reader.ReadToEndAsync() : null; await Task.Yield(); }
            async Task<string?> B(Node? n) { await Task.Yield(); return n?.Reader is { } reader ? await reader.ReadToEndAsync() : null; }
            async Task D(Node? n, string? s) { s = n?.Next?.Reader is { } reader ? await reader.ReadLineAsync() : null; await Task.Yield(); }
            async Task E(Node? n) { var a = n?.Reader is { } reader ? await reader.ReadLineAsync() : null; var b = n?.Reader is { } reader2 ? await reader2.ReadLineAsync() : null; await Task.Yield(); }
        }
        """ + Types);

    [Fact]
    public Task The_value_is_no_reference_or_part_of_an_expression() => Verify.ReportsAsync("""
        class C
        {
            async Task A(Node? n) { var x = n?.Next?[|.Count()|]; await Task.Yield(); }
            async Task B(Node? n) { var x = n?.Reader?[|.ReadToEnd()|].Length; await Task.Yield(); }
            async Task D(Node? n) { var x = n?.Reader?[|.ReadToEnd()|] ?? ""; await Task.Yield(); }
            async Task E(Node? n, bool b) { if (b) n?.Next?.Writer?[|.Flush()|]; await Task.Yield(); }
        }
        """ + Types);

    [Fact]
    public Task Older_versions_have_no_such_pattern() => Verify.ReportsAsync("""
        using System.IO;
        using System.Threading.Tasks;
        class Node { public StreamWriter Writer; public Node Next; }
        class C
        {
            async Task A(Node n) { n?.Next?.Writer?[|.Flush()|]; await Task.Yield(); }
        }
        """, languageVersion: Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp7_3);
}
