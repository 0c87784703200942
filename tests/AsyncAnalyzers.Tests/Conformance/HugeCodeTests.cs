using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Runs when no other test does: its times mean nothing beside others.</summary>
[CollectionDefinition(nameof(HugeCodeTests), DisableParallelization = true)]
public class HugeCodeCollection;

/// <summary>Each rule over code of a size that only machines write: its time grows with the size, not with the square of it.</summary>
[Collection(nameof(HugeCodeTests))]
public class HugeCodeTests
{
    /// <summary>
    /// Many times what it takes on an idle machine, and more where the compiler itself is slow: this is about growth with the
    /// square of the size, which takes dozens of times as long as the compiler.
    /// </summary>
    private static TimeSpan LongestAnalysis(TimeSpan compiler) => TimeSpan.FromSeconds(2) + (12 * compiler);

    [Theory]
    [InlineData("a method of a thousand waits")]
    [InlineData("a loop of four thousand calls that are given no token")]
    [InlineData("a long chain of operators")]
    [InlineData("deep nesting of blocks")]
    [InlineData("deep nesting of lambdas")]
    [InlineData("a long chain of calls")]
    [InlineData("a switch of a thousand cases")]
    [InlineData("a thousand methods that call each other")]
    [InlineData("calls five thousand deep")]
    [InlineData("two thousand methods in one circle")]
    public async Task Huge_code_takes_no_time_to_speak_of(string shape)
    {
        string source = Huge(shape);
        TestedCode code = TestedCode.Create(source);
        Compilation compilation = (await code.Document.Project.GetCompilationAsync())!;
        long start = Stopwatch.GetTimestamp();
        _ = compilation.GetDiagnostics();
        TimeSpan compiler = Stopwatch.GetElapsedTime(start);
        TimeSpan limit = LongestAnalysis(compiler);
        // No rule takes longer than all of them at once: where these are quick enough, none has to run alone.
        if (await TimeAsync(compilation, Rule.AllAnalyzers, limit) < limit)
        {
            return;
        }

        var times = new List<string> { $"compiler {compiler.TotalSeconds:0.00} s" };
        TimeSpan longest = TimeSpan.Zero;
        foreach (Rule rule in Rule.All)
        {
            TimeSpan elapsed = await TimeAsync(compilation, [rule.Analyzer], limit * 4);
            // A busy machine is slow now and then, a rule with a square in it always.
            for (int again = 0; again < 2 && elapsed >= limit; again++)
            {
                elapsed = await TimeAsync(compilation, [rule.Analyzer], limit * 4);
            }

            times.Add($"{rule.Id} {elapsed.TotalSeconds:0.00} s");
            longest = elapsed > longest ? elapsed : longest;
        }

        Assert.True(longest < limit, $"{shape}: {string.Join(", ", times)}");
    }

    private static async Task<TimeSpan> TimeAsync(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> rules, TimeSpan longest)
    {
        using var timeout = new CancellationTokenSource(longest);
        long start = Stopwatch.GetTimestamp();
        try
        {
            _ = await TestedCode.ReportsAsync(compilation, timeout.Token, rules);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static string Huge(string shape)
    {
        var text = new StringBuilder("class C { int n; Task<int> F() => Task.FromResult(1); async Task M(Task<int> t, CancellationToken token) { await Task.Yield(); int x = 0;\n");
        switch (shape)
        {
            case "a method of a thousand waits":
                Repeat(1_000, i => $"t.Wait(); x += t.Result; t = F(); if (x == {i}) {{ await t; }} F();\n");
                break;
            case "a loop of four thousand calls that are given no token":
                text.Append("while (x < 9 && !token.IsCancellationRequested) { try { ");
                Repeat(4_000, i => $"await Task.Delay({i}); n = await ReadAsync(x); ");
                text.Append("} catch (InvalidOperationException) { } } Task<int> ReadAsync(int i, CancellationToken t = default) => Task.FromResult(i);\n");
                break;
            case "a long chain of operators":
                text.Append("x = 0");
                Repeat(1_000, _ => " + t.Result");
                text.Append(';');
                break;
            case "deep nesting of blocks":
                Repeat(60, i => $"for (int i{i} = 0; i{i} < 1000; i{i}++) {{ if (t.Result > {i}) {{ lock (t) {{ x++; ");
                Repeat(60, _ => "}}}");
                break;
            case "deep nesting of lambdas":
                Repeat(12, i => $"Parallel.For(0, 9, async i{i} => {{ n++; t.Wait(); ");
                Repeat(12, _ => "});");
                break;
            case "a long chain of calls":
                text.Append("x = t");
                Repeat(150, _ => ".ContinueWith(p => p.Result)");
                text.Append(".Result;");
                break;
            case "a switch of a thousand cases":
                text.Append("switch (x) {");
                Repeat(1_000, i => $"case {i}: F(); t.Wait(); x += t.Result; break;\n");
                text.Append('}');
                break;
            case "calls five thousand deep":
                text.Append("S0(); }");
                Repeat(5_000, i => $"void S{i}() {{ S{i + 1}(); }}\n");
                text.Append("void S5000() { Thread.Sleep(1);");
                break;
            case "two thousand methods in one circle":
                text.Append("S0(); }");
                Repeat(2_000, i => $"void S{i}() {{ if (n++ > 9) {{ S{(i + 7) % 2_000}(); }} S{(i + 1) % 2_000}(); }}\n");
                text.Append("void End() { Thread.Sleep(1); S0();");
                break;
            default:
                Repeat(1_000, i => $"M{i}();\n");
                text.Append('}');
                Repeat(1_000, i => $"async Task<int> M{i}() {{ for (int i = 0; i < 100000; i++) for (int j = 0; j < 100000; j++) n += i; Thread.Sleep(1); M{(i * 7 + 1) % 1_000}(); return M{(i * 3 + 2) % 1_000}().Result; }}\n");
                text.Append("void End() {");
                break;
        }

        return text.Append("} }").ToString();

        void Repeat(int times, Func<int, string> part)
        {
            for (int i = 0; i < times; i++)
            {
                text.Append(part(i));
            }
        }
    }
}
