using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2016SequentialAwaitsAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2016SequentialAwaitsCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2016SequentialAwaitsTests
{
    /// <summary>What the tests call: a shop that only looks things up.</summary>
    private const string Shop = """

        class Shop
        {
            private int _asked;
            public async Task<int> PriceAsync(int item) { await Task.Delay(100); return item * 2; }
            public async Task<string> NameAsync(int item) { await Task.Delay(100); return "item" + item; }
            public async ValueTask<int> StockAsync(int item) { await Task.Delay(100); return item; }
            public async Task<int> CountedAsync(int item) { _asked++; await Task.Delay(100); return item; }
            public async Task<int> DeepAsync(int item) { return await CountedAsync(item); }
            public async Task<int> KnownAsync(int item) { await Task.Yield(); return item; }
            public async Task SaveAsync(int item) { await Task.Delay(100); _asked = item; }
            public virtual async Task<int> VirtualAsync(int item) { await Task.Delay(100); return item; }
        }
        interface IShop { Task<int> PriceAsync(int item); Task<string> NameAsync(int item); }
        """;

    // ---- declarations ----

    [Fact]
    public Task Two_calls_of_this_compilation() => Verify.FixesAsync("""
        class C
        {
            async Task<string> M(Shop shop, int item)
            {
                // what it costs
                int price = [|await shop.PriceAsync(item)|]; // in cents
                // what it is called
                string name = await shop.NameAsync(item);
                return name + price;
            }
        }
        """ + Shop, """
        class C
        {
            async Task<string> M(Shop shop, int item)
            {
                // what it costs
                Task<int> priceTask = shop.PriceAsync(item); // in cents
                // what it is called
                Task<string> nameTask = shop.NameAsync(item);
                await Task.WhenAll(priceTask, nameTask);
                int price = await priceTask;
                string name = await nameTask;
                return name + price;
            }
        }
        """ + Shop);

    [Fact]
    public Task Calls_of_the_framework_that_read() => Verify.FixesAsync("""
        using System.Net.Http;
        class C
        {
            async Task<string> M(HttpClient client, string path, CancellationToken stop)
            {
                // c
                var page = [|await client.GetStringAsync("/a", stop)|];
                var text = await File.ReadAllTextAsync(path, stop);
                var bytes = await File.ReadAllBytesAsync(path + ".bin", stop);

                return page + text + bytes.Length;
            }
        }
        """, """
        using System.Net.Http;
        class C
        {
            async Task<string> M(HttpClient client, string path, CancellationToken stop)
            {
                // c
                var pageTask = client.GetStringAsync("/a", stop);
                var textTask = File.ReadAllTextAsync(path, stop);
                var bytesTask = File.ReadAllBytesAsync(path + ".bin", stop);
                await Task.WhenAll(pageTask, textTask, bytesTask);
                var page = await pageTask;
                var text = await textTask;
                var bytes = await bytesTask;

                return page + text + bytes.Length;
            }
        }
        """);

    [Fact]
    public Task ValueTasks_and_ConfigureAwait() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(Shop shop)
            {
                // c
                int stock = [|await shop.StockAsync(1).ConfigureAwait(false)|];
                long price = await shop.PriceAsync(2).ConfigureAwait(false);
                return stock + (int)price;
            }
        }
        """ + Shop, """
        class C
        {
            async Task<int> M(Shop shop)
            {
                // c
                Task<int> stockTask = shop.StockAsync(1).AsTask();
                Task<int> priceTask = shop.PriceAsync(2);
                await Task.WhenAll(stockTask, priceTask).ConfigureAwait(false);
                int stock = await stockTask.ConfigureAwait(false);
                long price = await priceTask.ConfigureAwait(false);
                return stock + (int)price;
            }
        }
        """ + Shop);

    [Fact]
    public Task A_call_that_needs_the_one_before_begins_a_group_of_its_own() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(Shop shop)
            {
                // 1
                int a = [|await shop.PriceAsync(1)|];
                int b = await shop.PriceAsync(2);
                // 2
                int c = [|await shop.PriceAsync(a + b)|];
                int d = await shop.StockAsync(b);
                return c + d;
            }
        }
        """ + Shop, """
        class C
        {
            async Task<int> M(Shop shop)
            {
                // 1
                Task<int> aTask = shop.PriceAsync(1);
                Task<int> bTask = shop.PriceAsync(2);
                await Task.WhenAll(aTask, bTask);
                int a = await aTask;
                int b = await bTask;
                // 2
                Task<int> cTask = shop.PriceAsync(a + b);
                Task<int> dTask = shop.StockAsync(b).AsTask();
                await Task.WhenAll(cTask, dTask);
                int c = await cTask;
                int d = await dTask;
                return c + d;
            }
        }
        """ + Shop);

    [Fact]
    public Task What_cannot_take_part_stays_where_it_is() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(Shop shop)
            {
                int counted = await shop.CountedAsync(1);
                // c
                int a = [|await shop.PriceAsync(1)|];
                int b = await shop.PriceAsync(2);
                int last = await shop.CountedAsync(2);
                return counted + a + b + last;
            }
        }
        """ + Shop, """
        class C
        {
            async Task<int> M(Shop shop)
            {
                int counted = await shop.CountedAsync(1);
                // c
                Task<int> aTask = shop.PriceAsync(1);
                Task<int> bTask = shop.PriceAsync(2);
                await Task.WhenAll(aTask, bTask);
                int a = await aTask;
                int b = await bTask;
                int last = await shop.CountedAsync(2);
                return counted + a + b + last;
            }
        }
        """ + Shop);

    [Fact]
    public Task Names_that_are_taken_tabs_and_crlf() => Verify.FixesAsync(
        "class C\r\n{\r\n\tasync Task<int> M(int aTask)\r\n\t{\r\n\t\t// c\r\n\t\tint a = [|await F(1)|]; // d\r\n\t\tint b = await F(2); // e\r\n\t\treturn a + b + aTask;\r\n\t}\r\n\tstatic async Task<int> F(int x) { await Task.Delay(1); return x; }\r\n}\r\n",
        "class C\r\n{\r\n\tasync Task<int> M(int aTask)\r\n\t{\r\n\t\t// c\r\n\t\tTask<int> aTask2 = F(1); // d\r\n\t\tTask<int> bTask = F(2); // e\r\n\t\tawait Task.WhenAll(aTask2, bTask);\r\n\t\tint a = await aTask2;\r\n\t\tint b = await bTask;\r\n\t\treturn a + b + aTask;\r\n\t}\r\n\tstatic async Task<int> F(int x) { await Task.Delay(1); return x; }\r\n}\r\n");

    [Fact]
    public Task In_a_switch_section_and_a_lambda() => Verify.FixesAsync("""
        class C
        {
            Func<Shop, int, Task<int>> f = async (shop, x) =>
            {
                switch (x)
                {
                    case 1:
                        // c
                        int a = [|await shop.PriceAsync(1)|];
                        int b = await shop.PriceAsync(2);
                        return a + b;
                    default:
                        return 0;
                }
            };
        }
        """ + Shop, """
        class C
        {
            Func<Shop, int, Task<int>> f = async (shop, x) =>
            {
                switch (x)
                {
                    case 1:
                        // c
                        Task<int> aTask = shop.PriceAsync(1);
                        Task<int> bTask = shop.PriceAsync(2);
                        await Task.WhenAll(aTask, bTask);
                        int a = await aTask;
                        int b = await bTask;
                        return a + b;
                    default:
                        return 0;
                }
            };
        }
        """ + Shop);

    [Fact]
    public Task Reads_through_several_calls() => Verify.FixesAsync("""
        using System.Net.Http;
        using System.Text.Json;
        record User(int Id, string Name);
        class Api
        {
            private readonly HttpClient _client = new();
            private string Root { get; } = "/users/";
            public async Task<User?> UserAsync(int id) => JsonSerializer.Deserialize<User>(await TextAsync(Root + id));
            public Task<string> NewsAsync() => TextAsync("/news");
            private async Task<string> TextAsync(string path)
            {
                ArgumentNullException.ThrowIfNull(path);
                using HttpResponseMessage response = await _client.GetAsync(path);
                response.EnsureSuccessStatusCode();
                var parts = new List<string>();
                parts.Add(await response.Content.ReadAsStringAsync());
                int length = 0;
                length += parts.Count;
                return string.Concat(parts) + length;
            }
        }
        class C
        {
            async Task<string> M(Api api)
            {
                // c
                User? user = [|await api.UserAsync(1)|];
                string news = await api.NewsAsync();
                return user + news;
            }
        }
        """, """
        using System.Net.Http;
        using System.Text.Json;
        record User(int Id, string Name);
        class Api
        {
            private readonly HttpClient _client = new();
            private string Root { get; } = "/users/";
            public async Task<User?> UserAsync(int id) => JsonSerializer.Deserialize<User>(await TextAsync(Root + id));
            public Task<string> NewsAsync() => TextAsync("/news");
            private async Task<string> TextAsync(string path)
            {
                ArgumentNullException.ThrowIfNull(path);
                using HttpResponseMessage response = await _client.GetAsync(path);
                response.EnsureSuccessStatusCode();
                var parts = new List<string>();
                parts.Add(await response.Content.ReadAsStringAsync());
                int length = 0;
                length += parts.Count;
                return string.Concat(parts) + length;
            }
        }
        class C
        {
            async Task<string> M(Api api)
            {
                // c
                Task<User?> userTask = api.UserAsync(1);
                Task<string> newsTask = api.NewsAsync();
                await Task.WhenAll(userTask, newsTask);
                User? user = await userTask;
                string news = await newsTask;
                return user + news;
            }
        }
        """);

    [Fact]
    public Task The_message_names_the_calls_and_the_others_are_evidence() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(Shop shop)
            {
                int a = {|#0:await shop.PriceAsync(1)|};
                int b = {|#1:await shop.StockAsync(2)|};
                return a + b;
            }
        }
        """ + Shop, """
        class C
        {
            async Task<int> M(Shop shop)
            {
                Task<int> aTask = shop.PriceAsync(1);
                Task<int> bTask = shop.StockAsync(2).AsTask();
                await Task.WhenAll(aTask, bTask);
                int a = await aTask;
                int b = await bTask;
                return a + b;
            }
        }
        """ + Shop, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2016", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1)
            .WithMessage("'PriceAsync' and 'StockAsync' (Test0.cs:6) are awaited in sequence although independent; start them together and await 'Task.WhenAll'")));

    // ---- loops ----

    [Fact]
    public Task A_call_for_each_item() => Verify.FixesAsync("""
        class C
        {
            async Task<List<int>> M(Shop shop, int[] items)
            {
                var prices = new List<int>();
                // each
                foreach (int item in items)
                {
                    prices.Add([|await shop.PriceAsync(item)|]);
                }

                return prices;
            }
        }
        """ + Shop, """
        class C
        {
            async Task<List<int>> M(Shop shop, int[] items)
            {
                var prices = new List<int>();
                // each
                prices.AddRange(await Task.WhenAll(items.Select(item => shop.PriceAsync(item))));

                return prices;
            }
        }
        """ + Shop);

    [Fact]
    public Task A_result_that_is_named_first_and_a_missing_import() => Verify.FixesAsync("""
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class C
        {
            static async ValueTask<int> StockAsync(int item) { await Task.Delay(100); return item; }
            async Task<int> M(List<int> items)
            {
                List<int> found = new List<int>();
                // each
                foreach (var item in items)
                {
                    var stock = [|await StockAsync(item).ConfigureAwait(false)|];
                    found.Add(stock);
                }

                return found.Count;
            }
        }
        """, """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        class C
        {
            static async ValueTask<int> StockAsync(int item) { await Task.Delay(100); return item; }
            async Task<int> M(List<int> items)
            {
                List<int> found = new List<int>();
                // each
                found.AddRange(await Task.WhenAll(items.Select(item => StockAsync(item).AsTask())).ConfigureAwait(false));

                return found.Count;
            }
        }
        """, globalUsings: false);

    [Fact]
    public Task A_loop_without_braces() => Verify.FixesAsync("""
        class C
        {
            async Task<object> M(Shop shop, IReadOnlyList<int> items)
            {
                var names = new List<object>();
                // each
                foreach (int item in items) names.Add([|await shop.NameAsync(item)|]);
                return names;
            }
        }
        """ + Shop, """
        class C
        {
            async Task<object> M(Shop shop, IReadOnlyList<int> items)
            {
                var names = new List<object>();
                // each
                names.AddRange(await Task.WhenAll(items.Select(item => shop.NameAsync(item))));
                return names;
            }
        }
        """ + Shop);

    // ---- silent ----

    [Theory]
    [InlineData("int a = await shop.PriceAsync(1); int b = await shop.PriceAsync(a); return a + b;")]
    [InlineData("int a = await shop.PriceAsync(1); string s = await shop.NameAsync(a + 1); return a + s.Length;")]
    [InlineData("int a = await shop.PriceAsync(1); int b = await shop.PriceAsync(await shop.PriceAsync(2)); return a + b;")]
    public Task The_second_needs_the_first(string body) => SilentAsync(body);

    [Theory]
    [InlineData("int a = await shop.CountedAsync(1); int b = await shop.CountedAsync(2); return a + b;")]
    [InlineData("int a = await shop.DeepAsync(1); int b = await shop.DeepAsync(2); return a + b;")]
    [InlineData("int a = await shop.PriceAsync(1); int b = await shop.CountedAsync(2); return a + b;")]
    [InlineData("await shop.SaveAsync(1); await shop.SaveAsync(2); return 0;")]
    [InlineData("int a = await shop.PriceAsync(1); await shop.SaveAsync(2); int b = await shop.PriceAsync(3); return a + b;")]
    public Task Something_is_changed(string body) => SilentAsync(body);

    [Theory]
    [InlineData("int a = await shop.VirtualAsync(1); int b = await shop.VirtualAsync(2); return a + b;")]
    [InlineData("int a = await any.PriceAsync(1); string b = await any.NameAsync(2); return a + b.Length;")]
    [InlineData("int a = await run(); int b = await run2(); return a + b;")]
    public Task Who_is_called_is_not_known(string body) => SilentAsync(body);

    [Theory]
    [InlineData("int a = await shop.PriceAsync(1); Console.WriteLine(a); int b = await shop.PriceAsync(2); return a + b;")]
    [InlineData("int a = await shop.PriceAsync(1); if (a > 2) { return 0; } int b = await shop.PriceAsync(2); return a + b;")]
    [InlineData("int a = await shop.PriceAsync(1); int b = a > 1 ? await shop.PriceAsync(2) : 0; return a + b;")]
    public Task Something_stands_between(string body) => SilentAsync(body);

    [Theory]
    [InlineData("int a = await shop.KnownAsync(1); int b = await shop.KnownAsync(2); return a + b;")]
    [InlineData("int a = await shop.PriceAsync(1); int b = await shop.PriceAsync(1); return a - b;")]
    [InlineData("int n = 1; int a = await shop.PriceAsync(n++); int b = await shop.PriceAsync(n++); return a + b;")]
    [InlineData("int a = await shop.PriceAsync(Next()); int b = await shop.PriceAsync(Next()); return a + b;")]
    [InlineData("Task<int> t = shop.PriceAsync(1); Task<int> u = shop.PriceAsync(2); int a = await t; int b = await u; return a + b;")]
    [InlineData("int a = (await shop.PriceAsync(1)) + 1; int b = (await shop.PriceAsync(2)) + 1; return a + b;")]
    public Task Nothing_to_gain_or_meant_so(string body) => SilentAsync(body);

    [Theory]
    [InlineData("int a = await reader.ReadAsync(new char[1], 0, 1); int b = await reader.ReadAsync(new char[1], 0, 1); return a + b;")]
    [InlineData("string? a = await reader.ReadLineAsync(); string? b = await reader.ReadToEndAsync(); return (a + b).Length;")]
    [InlineData("int a = await stream.ReadAsync(new byte[1], 0, 1); int b = await stream.ReadAsync(new byte[2], 0, 1); return a + b;")]
    [InlineData("string a = await content.ReadAsStringAsync(); byte[] b = await content.ReadAsByteArrayAsync(); return a.Length + b.Length;")]
    [InlineData("int a = await command.CountAsync(); int b = await command.SumAsync(); return a + b;")]
    public Task One_call_at_a_time(string body) => Verify.SilentAsync($$"""
        using System.Net.Http;
        class C
        {
            async Task<int> M(StreamReader reader, Stream stream, HttpContent content, Command command) { {{body}} }
        }
        class Command
        {
            private readonly System.Data.Common.DbCommand _command = null!;
            public async Task<int> CountAsync() => (int)(await _command.ExecuteScalarAsync())!;
            public async Task<int> SumAsync() => await _command.ExecuteNonQueryAsync();
        }
        """);

    [Fact]
    public Task One_context_of_Entity_Framework() => Verify.SilentAsync("""
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext { public virtual ValueTask<T?> FindAsync<T>(object key) where T : class => default; }
            public static class EntityFrameworkQueryableExtensions { public static Task<List<T>> ToListAsync<T>(this IQueryable<T> query) => Task.FromResult(query.ToList()); }
        }
        class C
        {
            async Task<int> M(Microsoft.EntityFrameworkCore.DbContext db, IQueryable<int> xs)
            {
                string? a = await db.FindAsync<string>(1);
                string? b = await db.FindAsync<string>(2);
                return (a + b).Length;
            }
        }
        """);

    [Theory]
    [InlineData("private int _last; async Task<int> F(int x) { await Task.Delay(1); return _last = x; }")]
    [InlineData("static int s_last; async Task<int> F(int x) { await Task.Delay(1); s_last += x; return x; }")]
    [InlineData("readonly List<int> _seen = new(); async Task<int> F(int x) { await Task.Delay(1); _seen.Add(x); return x; }")]
    [InlineData("readonly Dictionary<int, int> _cache = new(); async Task<int> F(int x) { await Task.Delay(1); return _cache[x] = x; }")]
    [InlineData("event Action? Done; async Task<int> F(int x) { await Task.Delay(1); Done?.Invoke(); return x; }")]
    [InlineData("readonly SemaphoreSlim _gate = new(1); async Task<int> F(int x) { await _gate.WaitAsync(); _gate.Release(); return x; }")]
    [InlineData("readonly Random _random = new(); async Task<int> F(int x) { await Task.Delay(1); return _random.Next(x); }")]
    [InlineData("readonly int[] _last = new int[1]; async Task<int> F(int x) { await Task.Delay(1); _last[0] = x; return x; }")]
    [InlineData("readonly List<int> _seen = new(); async Task<int> F(int x) { await Task.Delay(1); var seen = _seen; seen.Add(x); return x; }")]
    [InlineData("int P { get; set; } async Task<int> F(int x) { await Task.Delay(1); P = x; return x; }")]
    [InlineData("int _n; int P => _n++; async Task<int> F(int x) { await Task.Delay(1); return P; }")]
    [InlineData("int _n; void Set(ref int n) => n = 1; async Task<int> F(int x) { await Task.Delay(1); Set(ref _n); return x; }")]
    [InlineData("readonly object _gate = new(); async Task<int> F(int x) { await Task.Delay(1); lock (_gate) { return x; } }")]
    [InlineData("async Task<int> F(int x) { await File.WriteAllTextAsync(\"a\", \"b\"); return x; }")]
    [InlineData("async Task<int> F(int x) { await Task.Delay(1); Console.WriteLine(x); return x; }")]
    [InlineData("int _n; async Task<int> F(int x) { await Task.Delay(1); var o = new Order { Item = x }; return new Counting(o).Item; } class Order { public int Item { get; set; } } class Counting { static int s_made; public Counting(Order o) { s_made++; Item = o.Item; } public int Item { get; } }")]
    public Task The_callee_changes_what_others_see(string members) => Verify.SilentAsync($$"""
        class C
        {
            async Task<int> M() { int a = await F(1); int b = await F(2); return a + b; }
            {{members}}
        }
        """);

    [Theory]
    [InlineData("async Task<int> F(int x) { await Task.Delay(1); var o = new Order(x) { Count = 2 }; o.Count = 3; return o.Item; } class Order { public Order(int item) { Item = item; } public int Item { get; } public int Count { get; set; } }")]
    [InlineData("async Task<int> F(int x) { await Task.Delay(1); int sum = 0; foreach (int y in new[] { x, 1 }) { sum += y; } return sum; }")]
    [InlineData("async Task<int> F(int x) { await Task.Delay(1); int Twice(int y) { y *= 2; return y; } return Twice(x); }")]
    [InlineData("readonly Dictionary<int, int> _known = new(); async Task<int> F(int x) { await Task.Delay(1); return _known.TryGetValue(x, out int y) ? y : _known.Values.Where(v => v > x).Sum(); }")]
    [InlineData("async Task<int> F(int x) { if (x > 100) { return await F(x - 1); } await Task.Delay(1); return x; }")]
    [InlineData("async Task<int> F(int x) { try { await Task.Delay(1); } catch (TimeoutException e) { throw new InvalidOperationException(nameof(F), e); } return x; }")]
    public Task The_callee_keeps_to_itself(string members) => Verify.FixesAsync($$"""
        class C
        {
            async Task<int> M()
            {
                // c
                int a = [|await F(1)|];
                int b = await F(2);
                return a + b;
            }
            {{members}}
        }
        """, $$"""
        class C
        {
            async Task<int> M()
            {
                // c
                Task<int> aTask = F(1);
                Task<int> bTask = F(2);
                await Task.WhenAll(aTask, bTask);
                int a = await aTask;
                int b = await bTask;
                return a + b;
            }
            {{members}}
        }
        """);

    [Theory]
    [InlineData("foreach (int x in items) { list.Add(await shop.CountedAsync(x)); }")]
    [InlineData("foreach (int x in items) { list.Add(await shop.PriceAsync(list.Count)); }")]
    [InlineData("foreach (int x in items) { int y = await shop.PriceAsync(x); if (y > 1) { list.Add(y); } }")]
    [InlineData("foreach (int x in items) { int y = await shop.PriceAsync(x); if (y < 0) { break; } list.Add(y); }")]
    [InlineData("foreach (int x in Endless()) { list.Add(await shop.PriceAsync(x)); }")]
    [InlineData("foreach (int x in sequence) { list.Add(await shop.PriceAsync(x)); }")]
    [InlineData("foreach (int x in items) { _list.Add(await shop.PriceAsync(x)); }")]
    [InlineData("foreach (int x in items) { await shop.SaveAsync(x); }")]
    [InlineData("for (int x = 0; x < 3; x++) { list.Add(await shop.PriceAsync(x)); }")]
    [InlineData("foreach (short x in shorts) { list.Add(await any.PriceAsync(x)); }")]
    [InlineData("foreach (int x in items) { set.Add(await shop.PriceAsync(x)); }")]
    public Task Loops_that_stay(string loop) => Verify.SilentAsync($$"""
        class C
        {
            readonly List<int> _list = new();
            async Task<int> M(Shop shop, IShop any, int[] items, short[] shorts, IEnumerable<int> sequence)
            {
                var list = new List<int>();
                var set = new HashSet<int>();
                {{loop}}
                return list.Count;
            }
            static IEnumerable<int> Endless() { while (true) { yield return 1; } }
        }
        """ + Shop);

    [Fact]
    public Task Tests_do_one_thing_after_the_other() => Verify.SilentAsync("""
        namespace Xunit { class FactAttribute : Attribute { } }
        class C
        {
            async Task<int> M(Shop shop) { int a = await shop.PriceAsync(1); int b = await shop.PriceAsync(2); return a + b; }
        }
        """ + Shop);

    [Fact]
    public Task A_branch_of_conditional_compilation_between() => Verify.SilentAsync("""
        class C
        {
            async Task<int> M(Shop shop)
            {
                int a = await shop.PriceAsync(1);
        #if DEBUG
                a++;
        #endif
                int b = await shop.PriceAsync(2);
                return a + b;
            }
        }
        """ + Shop);

    private static Task SilentAsync(string body) => Verify.SilentAsync($$"""
        class C
        {
            int _next;
            int Next() => _next++;
            async Task<int> M(Shop shop, IShop any, Func<Task<int>> run, Func<Task<int>> run2) { {{body}} }
        }
        """ + Shop);
}
