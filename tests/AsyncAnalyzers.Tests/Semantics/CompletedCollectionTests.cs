using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;
using VerifyLambdas = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Tasks in collections and behind projections, after a wait for all of them.</summary>
public class CompletedCollectionTests
{
    [Theory]
    [InlineData("await Task.WhenAll(rs.Select(r => r.t)); foreach (var (name, t) in rs) n += t.Result; foreach (var r in rs) n += r.t.Result + r.Item2.Result; n += rs[0].t.Result;")]
    [InlineData("await Task.WhenAll(rs.Select(r => r.t).ToList()); n = rs.Last().t.Result + rs.OrderBy(r => r.n).First().t.Result;")]
    [InlineData("await Task.WhenAll(from r in records select r.T); foreach (var r in records) n += r.T.Result; foreach (var (a, b) in records) n += b.Result;")]
    [InlineData("await Task.WhenAll(boxes.Select(b => b.T)); foreach (var b in boxes) { Use(b.T.Result); Use(b.T.Result); }")]
    [InlineData("await Task.WhenAll(_jobs.Select(j => j.T)); foreach (var j in _jobs) { Use(j.T.Result); }")]
    [InlineData("await Task.WhenAll(boxes.Select(b => b.Inner.T)); foreach (var b in boxes) n += b.Inner.T.Result;")]
    [InlineData("await Task.WhenAll(d.Values); foreach (var (k, v) in d) n += v.Result; foreach (var p in d.OrderBy(x => x.Key)) n += p.Value.Result; n += d[1].Result;")]
    [InlineData("await Task.WhenAll(d.Values); if (d.TryGetValue(3, out var t)) n = t.Result; foreach (var v in d.Values.ToList()) n += v.Result;")]
    [InlineData("await Task.WhenAll(d.Select(x => x.Value).ToArray()); foreach (var k in d.Keys) n += d[k].Result;")]
    [InlineData("await Task.WhenAll(d.Keys.Select(k => d[k])); foreach (var v in d.Values) n += v.Result;")]
    [InlineData("await Task.WhenAll(byId.Values.Select(b => b.T)); foreach (var b in byId.Values) Use(b.T.Result);")]
    [InlineData("await Task.WhenAll(groups.SelectMany(x => x)); foreach (var g in groups) foreach (var x in g) n += x.Result;")]
    [InlineData("await Task.WhenAll(ts.Concat(us)); n = ts[0].Result + us[1].Result;")]
    [InlineData("var jobs = ts.Select((t, i) => (t, i)).ToList(); await Task.WhenAll(jobs.Select(j => j.t)); foreach (var (t, i) in jobs) n += t.Result;")]
    [InlineData("var jobs = ts.Select(t => new { t, k = 1 }).ToList(); await Task.WhenAll(jobs.Select(j => j.t)); foreach (var j in jobs) n += j.t.Result;")]
    [InlineData("var all = Task.WhenAll(boxes.Select(b => b.Own)); await all; foreach (var b in boxes) n += b.Own.Result;")]
    [InlineData("var tasks = boxes.Select(b => b.Own); await Task.WhenAll(tasks); foreach (var t in tasks) n += t.Result; n += boxes[0].Own.Result;")]
    [InlineData("await Task.WhenAll(list).WaitAsync(ct); n = list[0].Result;")]
    [InlineData("while (list.Count > 0) { var t = await Task.WhenAny(list); list.Remove(t); n += t.Result; }")]
    [InlineData("n = list.First(x => x.IsCompleted).Result; foreach (var b in boxes.Where(x => x.T.IsCompleted && x.Id > 1)) n += b.T.Result;")]
    [InlineData("foreach (var t in boxes.Where(x => x.T.IsCompleted).Select(x => x.T)) n += t.Result;")]
    public Task Complete(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("await Task.WhenAll(rs.Select(r => r.t)); n = rs.Sum(r => r.t.Result);")]
    [InlineData("await Task.WhenAll(from r in records select r.T); var q = (from r in records where r.T.Result > 1 select r.T.Result).ToArray();")]
    [InlineData("await Task.WhenAll(boxes.Select(b => b.T)); var q = boxes.Select(b => b.T.Result).ToList();")]
    [InlineData("await Task.WhenAll(d.Select(x => x.Value).ToArray()); var q = d.Keys.Select(k => d[k].GetAwaiter().GetResult()).ToArray(); var m = d.ToDictionary(x => x.Key, x => x.Value.Result);")]
    [InlineData("var q = boxes.Where(x => x.T.IsCompleted).Select(x => x.T).Select(x => x.Result).ToList();")]
    [InlineData("int Sync() { Task.WhenAll(rs.Select(r => r.t)).Wait(ct); return rs.Select(r => r.t.Result).Sum(); }", 1)]
    public Task Complete_in_lambdas(string body, int reports = 0)
        => VerifyLambdas.SilentAsync(InMethod(reports == 0 ? body : body.Replace("Task.WhenAll(rs.Select(r => r.t)).Wait(ct)", "[|Task.WhenAll(rs.Select(r => r.t)).Wait(ct)|]")));

    [Theory]
    [InlineData("await Task.WhenAll(boxes.Select(b => b.T)); foreach (var b in boxes) n += [|b.Own.Result|];")]
    [InlineData("await Task.WhenAll(boxes.Where(b => b.Id > 1).Select(b => b.T)); foreach (var b in boxes) n += [|b.T.Result|];")]
    [InlineData("await Task.WhenAll(boxes.Take(2).Select(b => b.T)); foreach (var b in boxes) n += [|b.T.Result|];")]
    [InlineData("await Task.WhenAll(boxes.Select(b => b.T)); foreach (var b in boxes) { b.T = LoadAsync(1); n += [|b.T.Result|]; }")]
    [InlineData("await Task.WhenAll(boxes.Select(b => b.T)); boxes = new Box[1]; n = [|boxes[0].T.Result|];")]
    [InlineData("await Task.WhenAll(boxes.Select(b => b.T)); boxes[0] = new Box(); n = [|boxes[0].T.Result|];")]
    [InlineData("await Task.WhenAll(rs.Select(r => r.t)); rs.Add((\"x\", LoadAsync(1))); n = [|rs[0].t.Result|];")]
    [InlineData("await Task.WhenAll(d.Values); d[3] = LoadAsync(1); n = [|d[3].Result|];")]
    [InlineData("await Task.WhenAll(boxes[0].T, boxes[1].T); n = [|boxes[2].T.Result|];")]
    [InlineData("await Task.WhenAny(rs.Select(r => r.t)); n = [|rs[0].t.Result|];")]
    [InlineData("await Task.WhenAll(boxes.Select(b => b.Fresh)); foreach (var b in boxes) n += [|b.Fresh.Result|];")]
    public Task Not_complete(string body) => Verify.SilentAsync(InMethod(body));

    // ---- lazy queries: each pass starts the tasks again ----

    [Theory]
    [InlineData("var q = ids.Select(i => LoadAsync(i)); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = ids.Select(LoadAsync); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = ids.Select(async i => await LoadAsync(i)); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = ids.Select(i => { Use(i); return LoadAsync(i); }); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = ids.Select(i => i > 1 ? LoadAsync(i) : Task.FromResult(0)); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = from i in ids select LoadAsync(i); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = from i in ids let k = i + 1 where k > 2 orderby i select LoadAsync(k); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("IEnumerable<Task<int>> q = ids.Select(i => LoadAsync(i)); await Task.WhenAll(q); foreach (Task<int> t in q) n += [|t.Result|];")]
    [InlineData("IEnumerable<Task<int>> q; q = ids.Select(i => LoadAsync(i)); await Task.WhenAll(q); foreach (Task<int> t in q) n += [|t.Result|];")]
    [InlineData("var q = ids.Select(i => LoadAsync(i)).Where(t => t != null).OrderBy(t => t.Id); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = ids.Select(i => LoadAsync(i)); var later = q.Where(t => t.Id > 1); await Task.WhenAll(later); foreach (var t in later) n += [|t.Result|];")]
    [InlineData("var q = ids.Select(i => LoadAsync(i)); var all = Task.WhenAll(q); await all; foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = ids.Select(i => LoadAsync(i)); await Task.WhenAll(q.ToArray()); n = [|q.First().Result|];")]
    [InlineData("var q = ids.Select(i => LoadAsync(i)); var a = q.ToArray(); await Task.WhenAll(a); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = StartAll(ids); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("var q = Iterate(ids); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("IEnumerable<Task<int>> Start() { foreach (var i in ids) yield return LoadAsync(i); } var q = Start(); await Task.WhenAll(q); foreach (var t in q) n += [|t.Result|];")]
    [InlineData("await Task.WhenAll(ids.Select(LoadAsync)); foreach (var t in ids.Select(LoadAsync)) n += [|t.Result|];")]
    public Task Started_again(string body) => Verify.SilentAsync(InMethod(body));

    [Fact]
    public Task Started_again_in_a_lambda() => Verify.SilentAsync(InMethod("var q = ids.Select(i => LoadAsync(i)); await Task.WhenAll(q); n = q.Sum(t => [|t.Result|]);"));

    [Theory]
    [InlineData("var q = ids.Select(i => LoadAsync(i)).ToArray(); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("var q = ids.Select(LoadAsync).ToList(); await Task.WhenAll(q); foreach (var t in q.Where(x => x.Id > 1)) n += t.Result;")]
    [InlineData("var q = (from i in ids select LoadAsync(i)).ToHashSet(); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("var q = ids.Select(i => LoadAsync(i)); q = q.ToList(); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("var q = ids.Select(i => LoadAsync(i)); var a = q.ToArray(); await Task.WhenAll(a); foreach (var t in a) n += t.Result;")]
    [InlineData("var q = records.Select(r => r.T); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("var q = ids.Select(i => d[i]); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("var q = ids.Select(Cached); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("var q = ids.Select(i => cache.GetOrAdd(i, LoadAsync)); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("var q = ids.Select(i => Task.FromResult(i)); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("var q = List(ids); await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    [InlineData("await Task.WhenAll(given); foreach (var t in given) n += t.Result;")]
    [InlineData("var q = from i in ids where i > 2 orderby i select d[i]; await Task.WhenAll(q); foreach (var t in q) n += t.Result;")]
    public Task Started_once(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body) => $$"""
        record Rec(string Name, Task<int> T);
        class Box { public Task<int> T { get; set; } = null!; public Task<int> Own { get; } = null!; public Task<int> Fresh => Task.Run(() => 1); public int Id; public Box Inner { get; set; } = null!; }
        class C
        {
            readonly List<Box> _jobs = new(); Task<int>[] _arr = null!;
            void Use(object o) { Console.WriteLine(o); }
            Task<int> LoadAsync(int i) => Task.Run(() => i);
            Task<int> Cached(int i) => _arr[i];
            IEnumerable<Task<int>> StartAll(int[] ids) => ids.Select(LoadAsync);
            IEnumerable<Task<int>> List(int[] ids) => ids.Select(LoadAsync).ToList();
            IEnumerable<Task<int>> Iterate(int[] ids) { foreach (var i in ids) yield return LoadAsync(i); }
            async Task M(
                int[] ids, List<(string n, Task<int> t)> rs, IList<Rec> records, Box[] boxes, Dictionary<int, Task<int>> d, Dictionary<int, Box> byId, Task<int>[] ts, Task<int>[] us,
                List<List<Task<int>>> groups, List<Task<int>> list, IEnumerable<Task<int>> given, System.Collections.Concurrent.ConcurrentDictionary<int, Task<int>> cache, CancellationToken ct, int n)
            {
                {{body}}
                await Task.Yield();
            }
        }
        """;
}
