using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5009CancelMeansFailureAnalyzer, AsyncAnalyzers.Rules.Cancellation.ASYNC5009CancelMeansFailureCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5009CancelMeansFailureTests
{
    // ---- an exception without the token ----

    [Theory]
    [InlineData("if (ct.IsCancellationRequested) throw [|new OperationCanceledException()|];", "ct.ThrowIfCancellationRequested();")]
    [InlineData("if (ct.IsCancellationRequested) { throw [|new OperationCanceledException()|]; }", "ct.ThrowIfCancellationRequested();")]
    [InlineData("if (ct.IsCancellationRequested == true) { throw [|new System.OperationCanceledException()|]; }", "ct.ThrowIfCancellationRequested();")]
    [InlineData("if (_stop.IsCancellationRequested) throw [|new OperationCanceledException()|];", "_stop.ThrowIfCancellationRequested();")]
    [InlineData("if (ct.IsCancellationRequested) throw [|new OperationCanceledException(\"m\")|];", "if (ct.IsCancellationRequested) throw new OperationCanceledException(\"m\", ct);")]
    [InlineData("if (ct.IsCancellationRequested) throw [|new OperationCanceledException(\"m\", e)|];", "if (ct.IsCancellationRequested) throw new OperationCanceledException(\"m\", e, ct);")]
    [InlineData("if (ct.IsCancellationRequested) { Log(); throw [|new OperationCanceledException()|]; }", "if (ct.IsCancellationRequested) { Log(); throw new OperationCanceledException(ct); }")]
    [InlineData("if (ct.IsCancellationRequested && e != null) { throw [|new OperationCanceledException()|]; }", "if (ct.IsCancellationRequested && e != null) { throw new OperationCanceledException(ct); }")]
    [InlineData("if (ct.IsCancellationRequested) { throw [|new OperationCanceledException { HelpLink = \"h\" }|]; }", "if (ct.IsCancellationRequested) { throw new OperationCanceledException(ct) { HelpLink = \"h\" }; }")]
    [InlineData("if (ct.IsCancellationRequested) throw [|new TaskCanceledException()|];", "if (ct.IsCancellationRequested) throw new TaskCanceledException(null, null, ct);")]
    [InlineData("if (ct.IsCancellationRequested) throw [|new TaskCanceledException(\"m\")|];", "if (ct.IsCancellationRequested) throw new TaskCanceledException(\"m\", null, ct);")]
    [InlineData("if (e == null) { } else if (ct.IsCancellationRequested) throw [|new OperationCanceledException()|];", "if (e == null) { } else if (ct.IsCancellationRequested) throw new OperationCanceledException(ct);")]
    [InlineData("if (ct.IsCancellationRequested) { /* gone */ throw [|new OperationCanceledException()|]; }", "if (ct.IsCancellationRequested) { /* gone */ throw new OperationCanceledException(ct); }")]
    [InlineData("Action a = () => { if (ct.IsCancellationRequested) throw [|new OperationCanceledException()|]; }; a();", "Action a = () => { ct.ThrowIfCancellationRequested(); }; a();")]
    public Task Without_the_token(string body, string repaired) => Verify.FixesAsync(Plain(body), Plain(repaired));

    [Fact]
    public Task Comments_stay() => Verify.FixesAsync(
        """
        class C
        {
            void M(CancellationToken token)
            {
                // enough?
                if (token.IsCancellationRequested)
                {
                    throw [|new OperationCanceledException()|];
                } // else go on

                Console.WriteLine();
            }
        }
        """,
        """
        class C
        {
            void M(CancellationToken token)
            {
                // enough?
                token.ThrowIfCancellationRequested(); // else go on

                Console.WriteLine();
            }
        }
        """);

    [Theory]
    [InlineData("if (ct.IsCancellationRequested) throw new OperationCanceledException(ct);")]
    [InlineData("if (ct.IsCancellationRequested) throw new OperationCanceledException(\"m\", ct);")]
    [InlineData("if (ct.IsCancellationRequested) throw new TaskCanceledException(Task.FromCanceled(ct));")]
    [InlineData("if (ct.IsCancellationRequested) throw new InvalidOperationException();")]
    [InlineData("if (ct.IsCancellationRequested || e != null) throw new OperationCanceledException();")]
    [InlineData("if (!ct.IsCancellationRequested) throw new OperationCanceledException();")]
    [InlineData("if (ct.IsCancellationRequested && _stop.IsCancellationRequested) throw new OperationCanceledException();")]
    [InlineData("if (e != null) throw new OperationCanceledException();")]
    [InlineData("throw new OperationCanceledException();")]
    [InlineData("if (_source.IsCancellationRequested) throw new OperationCanceledException();")]
    [InlineData("if (Token().IsCancellationRequested) throw new OperationCanceledException();")]
    [InlineData("if (ct.IsCancellationRequested) { } else throw new OperationCanceledException();")]
    [InlineData("if (ct.IsCancellationRequested) { Exception x = new OperationCanceledException(); Log(x); }")]
    public Task With_the_token_or_of_something_else(string body) => Verify.SilentAsync(Plain(body));

    [Fact]
    public Task An_exception_of_that_name_that_is_not_the_framework_s() => Verify.SilentAsync(
        "class OperationCanceledException : Exception { } class C { void M(CancellationToken ct) { if (ct.IsCancellationRequested) throw new OperationCanceledException(); } }");

    // ---- a test behind the work ----

    [Fact]
    public Task A_test_behind_a_write() => Verify.FixesAsync(
        """
        using System.Net.Http;

        class C
        {
            async Task SaveAsync(string path, string text, CancellationToken ct)
            {
                text = text.Trim();

                // to the disk
                await File.WriteAllTextAsync(path, text, ct).ConfigureAwait(false);
                // stopped?
                [|ct.ThrowIfCancellationRequested();|]
            }

            async Task<string> SendAsync(HttpClient client, HttpRequestMessage message, CancellationToken ct)
            {
                HttpResponseMessage answer = await client.SendAsync(message, ct);
                [|ct.ThrowIfCancellationRequested();|]
                return "done";
            }
        }
        """,
        """
        using System.Net.Http;

        class C
        {
            async Task SaveAsync(string path, string text, CancellationToken ct)
            {
                text = text.Trim();

                // stopped?
                ct.ThrowIfCancellationRequested();
                // to the disk
                await File.WriteAllTextAsync(path, text, ct).ConfigureAwait(false);
            }

            async Task<string> SendAsync(HttpClient client, HttpRequestMessage message, CancellationToken ct)
            {
                ct.ThrowIfCancellationRequested();
                HttpResponseMessage answer = await client.SendAsync(message, ct);
                return "done";
            }
        }
        """);

    [Theory]
    [InlineData("ct.ThrowIfCancellationRequested(); await File.WriteAllTextAsync(p, p, ct);")]
    [InlineData("await File.WriteAllTextAsync(p, p, ct); ct.ThrowIfCancellationRequested(); await Task.Delay(1, ct);")]
    [InlineData("await File.ReadAllTextAsync(p, ct); ct.ThrowIfCancellationRequested();")]
    [InlineData("await WriteAsync(ct); ct.ThrowIfCancellationRequested();")]
    [InlineData("while (true) { await File.WriteAllTextAsync(p, p, ct); ct.ThrowIfCancellationRequested(); }")]
    [InlineData("if (p == \"\") { await File.WriteAllTextAsync(p, p, ct); ct.ThrowIfCancellationRequested(); }")]
    [InlineData("File.WriteAllText(p, p); ct.ThrowIfCancellationRequested();")]
    [InlineData("_ = File.WriteAllTextAsync(p, p, ct); ct.ThrowIfCancellationRequested();")]
    [InlineData("await File.WriteAllTextAsync(p, p, ct); Log(); ct.ThrowIfCancellationRequested();")]
    public Task A_test_that_is_right(string body) => Verify.SilentAsync(
        $$"""class C { async Task M(string p, CancellationToken ct) { {{body}} } Task WriteAsync(CancellationToken ct) => Task.Delay(1, ct); void Log() { } }""");

    // ---- a part that is returned for the whole ----

    [Theory]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] list.Add(await F(i)); } return list;",
        "foreach (int i in a) { ct.ThrowIfCancellationRequested(); list.Add(await F(i)); } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) { [|break;|] } list.Add(await F(i)); } list.Sort(); return list.Distinct().ToList();",
        "foreach (int i in a) { ct.ThrowIfCancellationRequested(); list.Add(await F(i)); } list.Sort(); return list.Distinct().ToList();")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) { Log(); [|break;|] } list.Add(await F(i)); } return list;",
        "foreach (int i in a) { if (ct.IsCancellationRequested) { Log(); ct.ThrowIfCancellationRequested(); } list.Add(await F(i)); } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) [|return list;|] list.Add(await F(i)); } return list;",
        "foreach (int i in a) { ct.ThrowIfCancellationRequested(); list.Add(await F(i)); } return list;")]
    [InlineData("for (int i = 0; i < a.Length && ![|ct.IsCancellationRequested|]; i++) { list.Add(await F(i)); } return list;",
        "for (int i = 0; i < a.Length; i++) { ct.ThrowIfCancellationRequested(); list.Add(await F(i)); } return list;")]
    [InlineData("int i = 0; while (![|ct.IsCancellationRequested|] && i < 9) { list.Add(await F(i++)); } return list;",
        "int i = 0; while (i < 9) { ct.ThrowIfCancellationRequested(); list.Add(await F(i++)); } return list;")]
    [InlineData("while (![|ct.IsCancellationRequested|]) { int n = await F(1); if (n == 0) { break; } list.Add(n); } return list;",
        "while (true) { ct.ThrowIfCancellationRequested(); int n = await F(1); if (n == 0) { break; } list.Add(n); } return list;")]
    [InlineData("while (true) { if (ct.IsCancellationRequested) [|break;|] int n = await F(1); if (n == 0) break; list.Add(n); } return list;",
        "while (true) { ct.ThrowIfCancellationRequested(); int n = await F(1); if (n == 0) break; list.Add(n); } return list;")]
    [InlineData("try { foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] list.Add(await F(i)); } } finally { Log(); } return list;",
        "try { foreach (int i in a) { ct.ThrowIfCancellationRequested(); list.Add(await F(i)); } } finally { Log(); } return list;")]
    public Task A_part_for_the_whole(string body, string repaired) => Verify.FixesAsync(List(body), List(repaired));

    [Theory]
    [InlineData("async Task<int[]> M(int[] a, CancellationToken ct) { int[] r = new int[a.Length]; for (int i = 0; i < a.Length; i++) { if (ct.IsCancellationRequested) [|break;|] r[i] = await F(i); } return r; }",
        "async Task<int[]> M(int[] a, CancellationToken ct) { int[] r = new int[a.Length]; for (int i = 0; i < a.Length; i++) { ct.ThrowIfCancellationRequested(); r[i] = await F(i); } return r; }")]
    [InlineData("async ValueTask<decimal> SumAsync(int[] a, CancellationToken ct) { decimal sum = 0; foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] sum += await F(i); } return sum; }",
        "async ValueTask<decimal> SumAsync(int[] a, CancellationToken ct) { decimal sum = 0; foreach (int i in a) { ct.ThrowIfCancellationRequested(); sum += await F(i); } return sum; }")]
    [InlineData("async Task<int> GetTotalAsync(int[] a, CancellationToken ct) { int n = 0; foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] n += await F(i); } return n; }",
        "async Task<int> GetTotalAsync(int[] a, CancellationToken ct) { int n = 0; foreach (int i in a) { ct.ThrowIfCancellationRequested(); n += await F(i); } return n; }")]
    [InlineData("async Task<double> CalculateAsync(int[] a, CancellationToken ct) { double d = 0; for (int i = 0; i < 9 && ![|ct.IsCancellationRequested|]; i++) { d = d + await F(i); } return d; }",
        "async Task<double> CalculateAsync(int[] a, CancellationToken ct) { double d = 0; for (int i = 0; i < 9; i++) { ct.ThrowIfCancellationRequested(); d = d + await F(i); } return d; }")]
    [InlineData("async Task<Dictionary<int, int>> M(int[] a, CancellationToken ct) { var d = new Dictionary<int, int>(); foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] d[i] = await F(i); } return d; }",
        "async Task<Dictionary<int, int>> M(int[] a, CancellationToken ct) { var d = new Dictionary<int, int>(); foreach (int i in a) { ct.ThrowIfCancellationRequested(); d[i] = await F(i); } return d; }")]
    [InlineData("async Task<string> M(int[] a, CancellationToken ct) { var b = new System.Text.StringBuilder(); foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] b.Append(await F(i)); } return b.ToString(); }",
        "async Task<string> M(int[] a, CancellationToken ct) { var b = new System.Text.StringBuilder(); foreach (int i in a) { ct.ThrowIfCancellationRequested(); b.Append(await F(i)); } return b.ToString(); }")]
    [InlineData("Task<List<int>> M(int[] a, CancellationToken ct) => Task.Run(() => { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] l.Add(i); } return l; }, ct);",
        "Task<List<int>> M(int[] a, CancellationToken ct) => Task.Run(() => { var l = new List<int>(); foreach (int i in a) { ct.ThrowIfCancellationRequested(); l.Add(i); } return l; }, ct);")]
    [InlineData("void N(int[] a) { M(default).Wait(); async Task<List<int>> M(CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] l.Add(await F(i)); } return l; } }",
        "void N(int[] a) { M(default).Wait(); async Task<List<int>> M(CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { ct.ThrowIfCancellationRequested(); l.Add(await F(i)); } return l; } }")]
    [InlineData("async Task<IReadOnlyList<int>> M(IAsyncEnumerable<int> a, CancellationToken ct) { var l = new List<int>(); await foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] l.Add(i); } return l; }",
        "async Task<IReadOnlyList<int>> M(IAsyncEnumerable<int> a, CancellationToken ct) { var l = new List<int>(); await foreach (int i in a) { ct.ThrowIfCancellationRequested(); l.Add(i); } return l; }")]
    public Task Of_each_kind(string member, string repaired) => Verify.FixesAsync(Type(member), Type(repaired));

    [Theory]
    [InlineData("Task<List<int>> M(int[] a, CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] l.Add(i); } return Task.FromResult(l); }")]
    [InlineData("async Task<List<int>> M(int[] a, CancellationToken ct) { var l = new List<int>(); try { foreach (int i in a) { if (ct.IsCancellationRequested) [|break;|] l.Add(await F(i)); } } catch (Exception) { } return l; }")]
    [InlineData("async Task<List<int>> M(int[] a, CancellationToken ct) { var l = new List<int>(); int i = 0; do { l.Add(await F(i)); } while (++i < 9 && ![|ct.IsCancellationRequested|]); return l; }")]
    public Task Without_a_fix(string member) => Verify.ReportsAsync(Type(member));

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested) { list.Add(await F(1)); } return list;")]
    [InlineData("while (true) { if (ct.IsCancellationRequested) break; list.Add(await F(1)); } return list;")]
    [InlineData("while (!ct.IsCancellationRequested) { int n = await F(1); list.Add(n); if (n == 0) { return list; } } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) break; list.Add(await F(i)); } ct.ThrowIfCancellationRequested(); return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) break; list.Add(await F(i)); } if (ct.IsCancellationRequested) { return null!; } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) break; list.Add(await F(i)); } await Task.Delay(1, ct); return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) return null!; list.Add(await F(i)); } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) return new List<int>(); list.Add(await F(i)); } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) { /* what there is so far */ break; } list.Add(await F(i)); } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) break; Log(); await F(i); } return list;")]
    [InlineData("foreach (int i in a) { if (_stop.IsCancellationRequested) break; list.Add(await F(i)); } return list;")]
    [InlineData("var own = new CancellationTokenSource(9).Token; foreach (int i in a) { if (own.IsCancellationRequested) break; list.Add(await F(i)); } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested || i > 3) break; list.Add(await F(i)); } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) break; else list.Add(await F(i)); } return list;")]
    [InlineData("foreach (int i in a) { switch (i) { case 1: if (ct.IsCancellationRequested) break; list.Add(await F(i)); break; } } return list;")]
    [InlineData("foreach (int j in a) { foreach (int i in a) { if (ct.IsCancellationRequested) break; list.Add(await F(i)); } } return list;")]
    [InlineData("foreach (int i in a) { if (ct.IsCancellationRequested) break; list.Add(await F(i)); } return new List<int>(list);")]
    public Task Silent(string body) => Verify.SilentAsync(List(body));

    [Theory]
    [InlineData("async Task<bool> M(int[] a, CancellationToken ct) { bool all = true; foreach (int i in a) { if (ct.IsCancellationRequested) break; all &= await F(i) > 0; } return all; }")]
    [InlineData("async Task<int> M(int[] a, CancellationToken ct) { int n = 0; foreach (int i in a) { if (ct.IsCancellationRequested) break; await F(i); n++; } return n; }")]
    [InlineData("async Task<int> M(int[] a, CancellationToken ct) { int deleted = 0; foreach (int i in a) { if (ct.IsCancellationRequested) break; deleted += await F(i); } return deleted; }")]
    [InlineData("async Task<long> SweepAsync(int[] a, CancellationToken ct) { long swept = 0; while (!ct.IsCancellationRequested) { var n = await F(1); swept += n; if (n < 9) break; } return swept; }")]
    [InlineData("async Task<int> M(int[] a, CancellationToken ct) { int n = 0; foreach (int i in a) { if (ct.IsCancellationRequested) break; n += await F(i); } return n; }")]
    [InlineData("async Task<int> PurgeAsync(int[] a, CancellationToken ct) { int sum = 0; for (int i = 0; i < 9 && !ct.IsCancellationRequested; i++) { sum += await F(i); } return sum; }")]
    [InlineData("async ValueTask<double> ApplyAsync(int[] a, CancellationToken ct) { double d = 0; foreach (int i in a) { if (ct.IsCancellationRequested) return d; d = d + await F(i); } return d; }")]
    [InlineData("async Task<decimal> ChargeAsync(int[] a, CancellationToken ct) { decimal d = 0; foreach (int i in a) { if (ct.IsCancellationRequested) break; d += await F(i); } return Math.Round(d); }")]
    [InlineData("Task<int> WriteAllAsync(int[] a, CancellationToken ct) => Task.Run(() => { int n = 0; foreach (int i in a) { if (ct.IsCancellationRequested) break; n += i; } return n; }, ct);")]
    [InlineData("async Task<long> FlushAsync(CancellationToken ct) { long bytes = 0; do { bytes += await F(1); } while (bytes < 9 && !ct.IsCancellationRequested); return bytes; }")]
    [InlineData("async Task<List<int>> M(int[] a, CancellationToken ct) { var deletedIds = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) break; await F(i); deletedIds.Add(i); } return deletedIds; }")]
    [InlineData("async Task<string[]> M(int[] a, CancellationToken ct) { var processed = new List<string>(); foreach (int i in a) { if (ct.IsCancellationRequested) break; processed.Add((await F(i)).ToString()); } return processed.ToArray(); }")]
    [InlineData("void N(int[] a) { M(default).Wait(); async Task<int> M(CancellationToken ct) { int l = 0; foreach (int i in a) { if (ct.IsCancellationRequested) break; l += await F(i); } return l; } }")]
    [InlineData("async Task<(List<int>, bool)> M(int[] a, CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) break; l.Add(await F(i)); } return (l, l.Count == a.Length); }")]
    [InlineData("async IAsyncEnumerable<int> M(int[] a, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { foreach (int i in a) { if (ct.IsCancellationRequested) yield break; yield return await F(i); } }")]
    [InlineData("List<int> M(int[] a, CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) break; l.Add(i); } return l; }")]
    [InlineData("async Task M(int[] a, CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) break; l.Add(await F(i)); } }")]
    [InlineData("async Task<List<int>> ReadBatchAsync(int[] a, CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) break; l.Add(await F(i)); } return l; }")]
    [InlineData("/// <returns>What was found until it was cancelled.</returns>\nasync Task<List<int>> M(int[] a, CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) break; l.Add(await F(i)); } return l; }")]
    [InlineData("async Task N(CancellationToken ct) { var l = await M(new[] { 1 }, ct); if (ct.IsCancellationRequested) { return; } } async Task<List<int>> M(int[] a, CancellationToken ct) { var l = new List<int>(); foreach (int i in a) { if (ct.IsCancellationRequested) break; l.Add(await F(i)); } return l; }")]
    public Task Silent_member(string member) => Verify.SilentAsync(Type(member));

    private static string Type(string member) => $$"""
        class C
        {
        {{member}}
            Task<int> F(int i) => Task.FromResult(i);
        }
        """;

    private static string Plain(string body) => $$"""
        class C
        {
            CancellationToken _stop; CancellationTokenSource _source = new(); CancellationToken Token() => _stop; void Log(Exception? e = null) { }
            void M(CancellationToken ct, Exception? e) { {{body}} }
        }
        """;

    private static string List(string body) => $$"""
        class C
        {
            async Task<List<int>> M(int[] a, CancellationToken ct) { var list = new List<int>(); {{body}} }
            CancellationToken _stop; Task<int> F(int i) => Task.FromResult(i); void Log() { }
        }
        """;

    /// <summary>Who awaits the lambda tests the token at once.</summary>
    [Theory]
    [InlineData("if (ct.IsCancellationRequested) return null!;", "break;")]
    [InlineData("ct.ThrowIfCancellationRequested();", "break;")]
    [InlineData("", "[|break;|]")]
    [InlineData("all.Sort(); ct.ThrowIfCancellationRequested();", "[|break;|]")]
    public Task Lambda_that_is_awaited(string behind, string end)
    {
        string source = Type($$"""
            async Task<List<int>> M(int[] a, CancellationToken ct)
            {
                var all = await Task.Run(async () =>
                {
                    var l = new List<int>();
                    foreach (int i in a) { if (ct.IsCancellationRequested) {{end}} l.Add(await F(i)); }
                    return l;
                });
                {{behind}}
                return all;
            }
            """);
        return end == "break;"
            ? Verify.SilentAsync(source)
            : Verify.FixesAsync(source, source.Replace(
                "if (ct.IsCancellationRequested) [|break;|]", "ct.ThrowIfCancellationRequested();", StringComparison.Ordinal));
    }

    // ---- a task that is cancelled and waited for ----

    private static string Stopping(string members) => $$"""
        class C
        {
            readonly CancellationTokenSource _stop = new();
            Task _loop = Task.CompletedTask;
            {{members}}
            static Task WorkAsync(CancellationToken token) => Task.CompletedTask;
            static void Log(object o) { }
        }
        """;

    private const string Loop = "async Task LoopAsync() { while (!_stop.IsCancellationRequested) { try { await WorkAsync(_stop.Token); } catch (OperationCanceledException) { return; } await Task.Delay(9999, _stop.Token); } } ";
    private const string LoopOf = "async Task LoopAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(TimeSpan.FromSeconds(9), t).ConfigureAwait(false); } } ";
    private const string Start = "public void Start() => _loop = Task.Run(LoopAsync, _stop.Token); ";
    private const string StartOf = "public void Start() { _loop = LoopAsync(_stop.Token); } ";

    [Theory]
    [InlineData(Loop + Start + "public void Dispose() { _stop.Cancel(); [|_loop.Wait(TimeSpan.FromSeconds(5))|]; _stop.Dispose(); }")]
    [InlineData(Loop + Start + "public void Dispose() { _stop.Cancel(); Log(1); [|_loop.Wait()|]; Log(2); _stop.Dispose(); }")]
    [InlineData(Loop + Start + "public void Dispose() { _stop?.Cancel(); [|_loop?.Wait()|]; _stop!.Dispose(); }")]
    [InlineData(Loop + Start + "public void Dispose() { _stop.Cancel(); [|_loop.GetAwaiter().GetResult()|]; _stop.Dispose(); }")]
    [InlineData(LoopOf + StartOf + "public async ValueTask DisposeAsync() { _stop.Cancel(); [|await _loop|]; _stop.Dispose(); }")]
    [InlineData(LoopOf + StartOf + "public async Task StopAsync() { await _stop.CancelAsync(); [|await _loop.ConfigureAwait(false)|]; _stop.Dispose(); }")]
    [InlineData(LoopOf + "public C() { _loop = Task.Run(() => LoopAsync(_stop.Token)); } public void Dispose() { if (_loop != null) { _stop.Cancel(); [|_loop.Wait()|]; _stop.Dispose(); } }")]
    [InlineData(LoopOf + "public C() { _loop = Task.Run(async () => await LoopAsync(_stop.Token)); } public void Dispose() { try { _stop.Cancel(); [|_loop.Wait()|]; _stop.Dispose(); } finally { Log(1); } }")]
    [InlineData("public C() { _loop = Task.Run(async () => { while (true) { await Task.Delay(5000, _stop.Token); } }); } public void Dispose() { _stop.Cancel(); [|_loop.Wait()|]; _stop.Dispose(); }")]
    [InlineData("CancellationTokenSource _both; public C(CancellationToken t) { _both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, t); _loop = Task.Run(LoopAsync); } async Task LoopAsync() { while (true) { await Task.Delay(5000, _both.Token); } } public void Dispose() { _stop.Cancel(); [|_loop.Wait()|]; _both.Dispose(); }")]
    [InlineData("PeriodicTimer _timer = new(TimeSpan.FromSeconds(9)); async Task LoopAsync() { while (await _timer.WaitForNextTickAsync(_stop.Token)) { Log(1); } } " + Start + "public async Task StopAsync() { _stop.Cancel(); [|await _loop|]; _timer.Dispose(); }")]
    [InlineData("SemaphoreSlim _items = new(0); async Task LoopAsync() { try { while (true) { await _items.WaitAsync(_stop.Token); } } finally { Log(1); } } " + Start + "public async Task StopAsync() { _stop.Cancel(); [|await _loop|]; _items.Dispose(); }")]
    [InlineData(LoopOf + StartOf + "public async Task StopAsync() { _stop.Cancel(); if (_loop != null) { [|await _loop|]; } _stop.Dispose(); }")]
    [InlineData(LoopOf + StartOf + "public async Task StopAsync() { _stop.Cancel(); if (_loop is { IsCompleted: false }) [|await _loop|]; if (_stop != null) { _stop.Dispose(); } }")]
    public Task Wait_that_throws_because_of_the_stop(string members) => Verify.ReportsAsync(Stopping(members));

    [Theory]
    // The cancellation is caught, where it is waited for or in the loop.
    [InlineData(Loop + Start + "public void Dispose() { _stop.Cancel(); try { _loop.Wait(); } catch (AggregateException) { } _stop.Dispose(); }")]
    [InlineData(Loop + Start + "public void Dispose() { try { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); } catch (AggregateException) { } }")]
    [InlineData(Loop + Start + "public async Task StopAsync() { _stop.Cancel(); await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); _stop.Dispose(); }")]
    [InlineData(Loop + Start + "public async Task StopAsync() { _stop.Cancel(); await Task.WhenAny(_loop); _stop.Dispose(); }")]
    [InlineData(Start + "async Task LoopAsync() { try { while (true) { await Task.Delay(5000, _stop.Token); } } catch (OperationCanceledException) { } } public void Dispose() { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); }")]
    [InlineData(Start + "async Task LoopAsync() { while (!_stop.IsCancellationRequested) { try { await Task.Delay(5000, _stop.Token); } catch { } } } public void Dispose() { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); }")]
    [InlineData(Start + "async Task LoopAsync() { while (!_stop.IsCancellationRequested) { await Task.Delay(5000, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); } } public void Dispose() { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); }")]
    // The loop waits without the token, or with another one.
    [InlineData(Start + "async Task LoopAsync() { while (!_stop.IsCancellationRequested) { await Task.Delay(5000); } } public void Dispose() { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); }")]
    [InlineData(Start + "CancellationTokenSource _other = new(); async Task LoopAsync() { while (true) { await Task.Delay(5000, _other.Token); } } public void Dispose() { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); }")]
    [InlineData(LoopOf + "public void Start() => _loop = LoopAsync(default); public void Dispose() { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); }")]
    // The task may be another one.
    [InlineData(LoopOf + StartOf + "public void Restart() => _loop = Task.CompletedTask; public void Dispose() { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); }")]
    [InlineData(LoopOf + "public void Start() => _loop = LoopAsync(_stop.Token).ContinueWith(t => Log(t)); public void Dispose() { _stop.Cancel(); _loop.Wait(); _stop.Dispose(); }")]
    [InlineData(LoopOf + StartOf + "public async Task StopAsync() { _stop.Cancel(); if (_loop != null) { try { await _loop; } catch (OperationCanceledException) { } } _stop.Dispose(); }")]
    // Nothing is skipped.
    [InlineData(LoopOf + StartOf + "public async Task StopAsync() { _stop.Cancel(); await _loop; }")]
    [InlineData(LoopOf + StartOf + "public async Task StopAsync() { _stop.Cancel(); try { await _loop; } finally { _stop.Dispose(); } }")]
    [InlineData(LoopOf + StartOf + "public async Task StopAsync() { await _loop; _stop.Cancel(); _stop.Dispose(); }")]
    public Task Wait_that_expects_the_stop(string members) => Verify.SilentAsync(Stopping(members));

    [Fact]
    public Task Message_of_a_wait_that_throws() => Verify.ReportsAsync(
        Stopping(
            "public void Start() { _loop = LoopAsync(); } async Task LoopAsync() { while (true) { await {|#1:Task.Delay(9999, _stop.Token)|}; } } "
            + "public async Task StopAsync() { _stop.Cancel(); {|#0:await _loop|}; {|#2:_stop.Dispose()|}; }"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5009", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithLocation(2).WithMessage(
                "Cancelling '_stop' makes '_loop' throw here (Test0.cs:5), and 'Dispose' is skipped (Test0.cs:5); "
                    + "catch 'OperationCanceledException'")));
}
