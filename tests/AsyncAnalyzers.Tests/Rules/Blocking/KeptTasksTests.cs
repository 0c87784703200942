using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>A lazy query whose tasks were waited for, and which starts them again.</summary>
public class KeptTasksTests
{
    [Theory]
    [InlineData("var q = ids.Select(i => LoadAsync(i));", "var q = ids.Select(i => LoadAsync(i)).ToArray();", "foreach (var t in q) n += [|t.Result|];")]
    [InlineData("IEnumerable<Task<int>> q = from i in ids select LoadAsync(i);", "IEnumerable<Task<int>> q = (from i in ids select LoadAsync(i)).ToArray();", "n = [|q.First().Result|];")]
    [InlineData("var q = Start(ids);", "var q = Start(ids).ToArray();", "foreach (var t in q.Where(x => x.Id > 1)) n += [|t.Result|];")]
    public Task Kept_in_an_array(string query, string kept, string use) => Verify.FixesAsync(
        InMethod(query + " await Task.WhenAll(q); " + use),
        InMethod(kept + " await Task.WhenAll(q); " + use.Replace("[|", "").Replace("|]", "")));

    [Fact]
    public Task Kept_for_a_lambda() => Verify.FixesAsync(
        InMethod("var q = ids.Select(LoadAsync); var all = await Task.WhenAll(q); n = q.Sum(t => [|t.Result|]);"),
        InMethod("var q = ids.Select(LoadAsync).ToArray(); var all = await Task.WhenAll(q); n = q.Sum(t => t.Result);"));

    [Theory]
    // something happens before the tasks are started
    [InlineData("var q = ids.Select(LoadAsync); n++; await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];", "var q = ids.Select(LoadAsync); n++; await Task.WhenAll(q); foreach (var t in q) n += await t;")]
    // nothing was waited for before
    [InlineData("var q = ids.Select(LoadAsync); foreach (var t in q) n += [|t.Result|];", "var q = ids.Select(LoadAsync); foreach (var t in q) n += await t;")]
    // it is not where it was set that it would be kept
    [InlineData("IEnumerable<Task<int>> q; q = ids.Select(LoadAsync); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];", "IEnumerable<Task<int>> q; q = ids.Select(LoadAsync); await Task.WhenAll(q); foreach (var t in q) n += await t;")]
    public Task Only_awaited(string body, string fixedBody) => Verify.FixesAsync(InMethod(body), InMethod(fixedBody));

    [Fact]
    public Task The_message_says_so() => Verify.SilentAsync(
        InMethod("var tasks = ids.Select(LoadAsync); await Task.WhenAll(tasks); foreach (var t in tasks) n += {|#0:t.Result|};"),
        configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1002", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'Result' blocks 'M' until the task completes and can deadlock; "
            + "store the tasks of 'tasks' with 'ToArray()' first")));

    private static string InMethod(string body) => $$"""
        class C
        {
            Task<int> LoadAsync(int i) => Task.Run(() => i);
            IEnumerable<Task<int>> Start(int[] ids) { foreach (var i in ids) yield return LoadAsync(i); }
            async Task<int> M(int[] ids, int n)
            {
                // above
                {{body}}
                return n;
            }
        }
        """;
}
