using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Calls with an asynchronous counterpart that have nothing to wait for.</summary>
public class NothingToWaitForTests
{
    [Theory]
    // computed from text and memory
    [InlineData("class Html { public int Parse(string html) => Cost.Of(html); public Task<int> ParseAsync(string html) => Task.Run(() => 1); }", "Html", "x.Parse(\"<p>\")")]
    [InlineData("class Codec { public byte[] Encode(byte[] data, int level) => Cost.Copy(data); public Task<byte[]> EncodeAsync(byte[] data, int level) => Task.Run(() => data); }", "Codec", "x.Encode(new byte[1], 2)")]
    // what a file abstraction knows
    [InlineData("interface IFiles { bool FileExists(string path); Task<bool> FileExistsAsync(string path); }", "IFiles", "x.FileExists(\"a\")")]
    [InlineData("interface IFiles { bool TryCreateDirectory(string path); Task<bool> TryCreateDirectoryAsync(string path); }", "IFiles", "x.TryCreateDirectory(\"a\")")]
    // in memory
    [InlineData("interface IMemoryCache { int Get(string key); Task<int> GetAsync(string key); }", "IMemoryCache", "x.Get(\"a\")")]
    [InlineData("class Bag : List<int> { public new bool Contains(int i) => Cost.Of(i.ToString()) > 0; public Task<bool> ContainsAsync(int i) => Task.Run(() => true); }", "Bag", "x.Contains(1)")]
    public Task Silent(string types, string receiver, string call) => Verify.SilentAsync(In(types, receiver, call));

    [Theory]
    // what is given says where something is
    [InlineData("class Html { public int Parse(string url) => Cost.Of(url); public Task<int> ParseAsync(string url) => Task.Run(() => 1); }", "Html", "[|x.Parse(\"a\")|]")]
    [InlineData("class Html { public int ParseFile(string name) => Cost.Of(name); public Task<int> ParseFileAsync(string name) => Task.Run(() => 1); }", "Html", "[|x.ParseFile(\"a\")|]")]
    // made from something that does I/O
    [InlineData("class Html { public Html(Stream s) { } public int Parse(string t) => Cost.Of(t); public Task<int> ParseAsync(string t) => Task.Run(() => 1); }", "Html", "[|x.Parse(\"a\")|]")]
    [InlineData("class ParserClient { public int Parse(string t) => Cost.Of(t); public Task<int> ParseAsync(string t) => Task.Run(() => 1); }", "ParserClient", "[|x.Parse(\"a\")|]")]
    // another cache
    [InlineData("interface IRemoteCache { int Get(string key); Task<int> GetAsync(string key); }", "IRemoteCache", "[|x.Get(\"a\")|]")]
    [InlineData("interface IFiles { string ReadFile(string path); Task<string> ReadFileAsync(string path); }", "IFiles", "[|x.ReadFile(\"a\")|]")]
    public Task Reported(string types, string receiver, string call) => Verify.SilentAsync(In(types, receiver, call));

    private static string In(string types, string receiver, string call) => $$"""
        {{types}}
        static class Cost { public static int Of(string s) { Thread.SpinWait(1); return s.GetHashCode(); } public static byte[] Copy(byte[] b) => (byte[])b.Clone(); }
        class C
        {
            async Task M({{receiver}} x)
            {
                await Task.Yield();
                _ = {{call}};
            }
        }
        """;
}
