using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.Cancellation;
using AsyncAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

/// <summary>What another build compiles in a branch of <c>#if</c> beside the code: there it is done as the rules ask for.</summary>
public class OtherBuildTests
{
    [Theory]
    [InlineData("\n#if NET8_0\nreturn await http.GetByteArrayAsync(uri, ct);\n#else\nreturn await http.GetByteArrayAsync(uri);\n#endif\n")]
    [InlineData("\n#if !NET8_0\nreturn await http.GetByteArrayAsync(uri);\n#else\nreturn await http\n    .GetByteArrayAsync(uri, ct)\n    .ConfigureAwait(false);\n#endif\n")]
    [InlineData("\n#if A\nreturn new byte[1];\n#elif B\nreturn await http.GetByteArrayAsync(uri, ct);\n#else\nreturn await http.GetByteArrayAsync(uri);\n#endif\n")]
    [InlineData("\n#if A\n#if B\nreturn await http.GetByteArrayAsync(uri, ct);\n#endif\n#else\n#if C\n#else\nreturn await http.GetByteArrayAsync(uri);\n#endif\n#endif\n")]
    [InlineData("return await http.GetByteArrayAsync(uri\n#if NET8_0\n, ct\n#endif\n);")]
    [InlineData("\n#if NET8_0\nvar all = http.GetByteArrayAsync(uri, cancellationToken: ct);\n#else\nvar all = http.GetByteArrayAsync(uri);\n#endif\nreturn await all;")]
    public Task Token_is_passed_in_another_build(string body) => Token(body, source
        => Verify<ASYNC5002TokenNotPassedAnalyzer, EmptyCodeFixProvider>.SilentAsync(source));

    [Theory]
    // Another method, or the same one without a token, or behind the branches.
    [InlineData("\n#if NET8_0\nreturn await http.GetStreamAsync(uri, ct);\n#else\nreturn await [|http.GetByteArrayAsync(uri)|];\n#endif\n")]
    [InlineData("\n#if NET8_0\nreturn await http.GetByteArrayAsync(uri); Use(ct);\n#else\nreturn await [|http.GetByteArrayAsync(uri)|];\n#endif\n")]
    [InlineData("\n#if NET8_0\nawait http.GetByteArrayAsync(uri, ct);\n#else\nUse(ct);\n#endif\nreturn await [|http.GetByteArrayAsync(uri)|];")]
    [InlineData("\n#if NET8_0\nawait MyGetByteArrayAsync(uri, ct);\n#else\nreturn await [|http.GetByteArrayAsync(uri)|];\n#endif\n")]
    [InlineData("\n#if NET8_0\nawait http.GetByteArrayAsync(uri, ct);\n#endif\nreturn await [|http.GetByteArrayAsync(uri)|];")]
    [InlineData("\n#region read ct\nreturn await [|http.GetByteArrayAsync(uri)|];\n#endregion\n")]
    [InlineData("\n#pragma warning disable CS9999\nreturn await [|http.GetByteArrayAsync(uri)|];\n#pragma warning restore CS9999\n")]
    public Task Token_is_not_passed_there(string body) => Token(body, source
        => Verify<ASYNC5002TokenNotPassedAnalyzer, EmptyCodeFixProvider>.ReportsAsync(source, severity: Microsoft.CodeAnalysis.DiagnosticSeverity.Warning));

    [Theory]
    [InlineData("\n#if NET8_0\nawait File.WriteAllBytesAsync(path, bytes, ct);\n#else\nFile.WriteAllBytes(path, bytes);\n#endif\n")]
    [InlineData("\n#if NETFRAMEWORK\nstream.Write(bytes, 0, 1);\n#elif OTHER\nawait stream.WriteAsync(bytes, ct).ConfigureAwait(false);\n#else\nstream.Write(bytes, 0, 1);\n#endif\n")]
    public Task Awaited_in_another_build(string body) => Bytes(body, source
        => Verify<ASYNC1004SynchronousCallInAsyncAnalyzer, EmptyCodeFixProvider>.SilentAsync(source));

    [Theory]
    [InlineData("\n#if NET8_0\nawait Task.Delay(1);\n#else\n[|stream.Write(bytes, 0, 1)|];\n#endif\n")]
    [InlineData("\n#if NET8_0\nawait stream.WriteAsync(bytes);\n#endif\n[|stream.Write(bytes, 0, 1)|];")]
    [InlineData("\n#if NET8_0\nLog(nameof(stream.WriteAsync));\n#else\n[|stream.Write(bytes, 0, 1)|];\n#endif\n")]
    public Task Not_awaited_there(string body) => Bytes(body, source
        => Verify<ASYNC1004SynchronousCallInAsyncAnalyzer, EmptyCodeFixProvider>.ReportsAsync(source));

    private static Task Token(string body, Func<string, Task> check) => check($$"""
        using System.Net.Http;
        class C
        {
            async Task<byte[]> M(HttpClient http, Uri uri, CancellationToken ct)
            {
                Use(ct);
                {{body}}
            }
            static void Use(CancellationToken token) => token.ThrowIfCancellationRequested();
        }
        """);

    private static Task Bytes(string body, Func<string, Task> check) => check($$"""
        class C
        {
            async Task M(Stream stream, string path, byte[] bytes, CancellationToken ct)
            {
                await Task.Yield();
                {{body}}
            }
            static void Log(string text) { }
        }
        """);
}
