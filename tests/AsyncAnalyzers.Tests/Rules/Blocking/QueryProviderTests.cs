using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>An operator of a query is certain to have the provider's counterpart only where the query is one of that provider.</summary>
public class QueryProviderTests
{
    private static readonly Lazy<Task<MetadataReference>> EntityFramework = new(() => CompiledReference.FromSourceAsync("""
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext { public IQueryable<T> Set<T>() => null!; }
            public static class EntityFrameworkQueryableExtensions
            {
                public static IQueryable<T> AsNoTracking<T>(this IQueryable<T> source) => source;
                public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) => null!;
            }
        }
        """));

    [Theory]
    // The set, the context or an operator of the provider is in sight.
    [InlineData("", "context.Items.Where(i => i > 3)", DiagnosticSeverity.Warning)]
    [InlineData("", "context.Set<int>()", DiagnosticSeverity.Warning)]
    [InlineData("", "(context.Items).Where(i => i > 3).OrderBy(i => i)", DiagnosticSeverity.Warning)]
    [InlineData("var q = context.Items.Where(i => i > 3); var r = q.OrderBy(i => i);", "r", DiagnosticSeverity.Warning)]
    [InlineData("", "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.AsNoTracking(query)", DiagnosticSeverity.Warning)]
    // Nothing says whose query it is.
    [InlineData("", "query", DiagnosticSeverity.Info)]
    [InlineData("", "query.Where(i => i > 3)", DiagnosticSeverity.Info)]
    [InlineData("", "(await repository.GetAllAsync()).Where(i => i > 3)", DiagnosticSeverity.Info)]
    [InlineData("", "repository.Table", DiagnosticSeverity.Info)]
    [InlineData("IQueryable<int> q = repository.Table;", "q.OrderBy(i => i)", DiagnosticSeverity.Info)]
    public async Task Of_which_provider(string before, string query, DiagnosticSeverity severity)
    {
        await ReportsAsync("", before, query, severity);
        // The file imports it: there is no other in it, as a rule.
        await ReportsAsync("using Microsoft.EntityFrameworkCore;\n", before, query, DiagnosticSeverity.Warning);
    }

    [Theory]
    [InlineData("", "choice.Match(up => items.AsQueryable().OrderBy(i => i), () => items.AsQueryable())")]
    [InlineData("var q = items.AsQueryable(); var o = choice.Match(up => q.OrderBy(i => i), () => q);", "o.Skip(3).Take(3)")]
    [InlineData("var q = items.AsQueryable(); if (items.Length > 3) q = q.Where(i => i > 3);", "choice.Match(up => q, () => query)")]
    public async Task In_memory_through_a_lambda(string before, string query)
    {
        await RunAsync("using Microsoft.EntityFrameworkCore;\n", before, query, _ => { });
        // The same with a query of the provider in both.
        await ReportsAsync("using Microsoft.EntityFrameworkCore;\n", before.Replace("items.AsQueryable()", "query"), query.Replace("items.AsQueryable()", "query"), DiagnosticSeverity.Warning);
    }

    private static Task ReportsAsync(string import, string before, string query, DiagnosticSeverity severity)
        => RunAsync(import, before, "{|#0:" + query, test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1004", severity).WithLocation(0)), "|}");

    private static async Task RunAsync(string import, string before, string query, Action<CSharpAnalyzerTest<ASYNC1004SynchronousCallInAsyncAnalyzer, DefaultVerifier>> configure, string end = "")
    {
        var test = new CSharpAnalyzerTest<ASYNC1004SynchronousCallInAsyncAnalyzer, DefaultVerifier>
        {
            TestCode = import + $$"""
                interface IRepository { IQueryable<int> Table { get; } Task<IQueryable<int>> GetAllAsync(); }
                class Context : Microsoft.EntityFrameworkCore.DbContext { public IQueryable<int> Items => Set<int>(); }
                class Choice { public T Match<T>(Func<int, T> some, Func<T> none) => none(); }
                class C
                {
                    async Task M(Context context, IRepository repository, IQueryable<int> query, int[] items, Choice choice)
                    {
                        await Task.Yield();
                        {{before}}
                        var found = {{query}}.ToList(){{end}};
                    }
                }
                """,
        };
        test.TestState.AdditionalReferences.Add(await EntityFramework.Value);
        configure(test);
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
