using System.Diagnostics;
using System.Text;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Queries in lambdas in lambdas: what the rules cost must not grow with the depth, beyond what the compiler pays for it.</summary>
[Collection(nameof(HugeCodeTests))]
public class DepthOfLambdasTests
{
    private const int Methods = 20;
    private const int Rounds = 3;

    /// <summary>A machine that is busy with something else may spoil some.</summary>
    private const int Attempts = 4;

    /// <summary>What two depths may differ by besides. Rules that bind lambdas again take seconds.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData("the predicate of a query of a database", "await db.Items.Where(PREDICATE).ToListAsync()")]
    [InlineData("a predicate over a list", "await Task.FromResult(db.List.Any(PREDICATE))")]
    [InlineData("a lambda that is handed on", "await db.RunAsync(() => db.List.Any(PREDICATE))")]
    public async Task The_depth_of_lambdas_costs_the_rules_nothing(string shape, string call)
    {
        // The code of compiler and rules is compiled.
        _ = await AddedAsync(call, depth: 2);
        string figures = "";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (TimeSpan shallow, _) = await AddedAsync(call, depth: 2);
            (TimeSpan deep, TimeSpan compiler) = await AddedAsync(call, depth: 6);
            if (deep < (4 * shallow) + compiler + Noise)
            {
                return;
            }

            figures += $" {shallow.TotalSeconds:0.000} s at depth 2, {deep.TotalSeconds:0.000} s at depth 6; the compiler takes {compiler.TotalSeconds:0.000} s.";
        }

        Assert.Fail(shape + ":" + figures);
    }

    /// <summary>What all rules add to the compiler's time, and that time; the fastest of several rounds.</summary>
    private static async Task<(TimeSpan Added, TimeSpan Compiler)> AddedAsync(string call, int depth)
    {
        string source = Source(call, depth);
        TimeSpan compiler = TimeSpan.MaxValue;
        TimeSpan analysis = TimeSpan.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            Compilation compilation = (await TestedCode.Create(source).Document.Project.GetCompilationAsync())!;
            long start = Stopwatch.GetTimestamp();
            Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            compiler = Min(compiler, Stopwatch.GetElapsedTime(start));

            compilation = (await TestedCode.Create(source).Document.Project.GetCompilationAsync())!;
            start = Stopwatch.GetTimestamp();
            Assert.Empty(await TestedCode.ReportsAsync(compilation, CancellationToken.None, [.. Rule.All.Select(rule => rule.Analyzer)]));
            analysis = Min(analysis, Stopwatch.GetElapsedTime(start));
        }

        return (analysis > compiler ? analysis - compiler : TimeSpan.Zero, compiler);

        static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    private static string Source(string call, int depth)
    {
        var predicate = new StringBuilder("x0 => x0.Id == id");
        for (int level = 1; level <= depth; level++)
        {
            predicate.Append($" && x{level - 1}.Items.Any(x{level} => x{level}.Id == x{level - 1}.Id");
        }

        predicate.Append(')', depth);
        var text = new StringBuilder("""
            using Microsoft.EntityFrameworkCore;
            class Item { public int Id; public ICollection<Item> Items { get; } = new List<Item>(); }
            class Context
            {
                public IQueryable<Item> Items => throw new NotImplementedException();
                public List<Item> List { get; } = new();
                public async Task<T> RunAsync<T>(Func<T> call) { await Task.Yield(); return call(); }
            }
            namespace Microsoft.EntityFrameworkCore
            {
                static class EntityFrameworkQueryableExtensions
                {
                    public static async Task<bool> AnyAsync<T>(this IQueryable<T> source, System.Linq.Expressions.Expression<Func<T, bool>> predicate) { await Task.Yield(); return true; }
                    public static async Task<List<T>> ToListAsync<T>(this IQueryable<T> source) { await Task.Yield(); return new(); }
                }
            }
            class C
            {
                readonly Context db = new();

            """);
        for (int method = 0; method < Methods; method++)
        {
            text.Append($"    public async Task<object> Method{method}Async(int id) => {call.Replace("PREDICATE", predicate.ToString(), StringComparison.Ordinal)};\n");
        }

        return text.Append('}').ToString();
    }
}
