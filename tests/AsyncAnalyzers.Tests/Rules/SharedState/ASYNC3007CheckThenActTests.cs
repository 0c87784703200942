using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3007CheckThenActAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3007CheckThenActCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A concurrent collection is looked at in one call and changed in another.</summary>
public class ASYNC3007CheckThenActTests
{
    private const string Head = """
        using System.Collections.Concurrent;
        #pragma warning disable CS0649, CS0169, CS0414, CS4014, CS8618, CS8601, CS8604, CS0219, CS8602
        class Link : IDisposable { public static Link Open() => new(); public static Task<Link> OpenAsync() => Task.FromResult(new Link()); public void Dispose() { } }
        record Price(int Cents);
        class Entry { public int N; }
        class Bucket { private readonly SemaphoreSlim _turn = new(1, 1); private int _left = 3; public async Task<bool> UseAsync() { await _turn.WaitAsync(); try { return _left-- > 0; } finally { _turn.Release(); } } }
        class Counter { public object Gate { get; } = new(); public int N; }

        """;

    private const string Fields = """
            readonly ConcurrentDictionary<string, int> _counts = new();
            readonly ConcurrentDictionary<string, List<int>> _lists = new();
            readonly ConcurrentDictionary<string, object> _gates = new();
            readonly ConcurrentDictionary<string, Link> _links = new();
            readonly ConcurrentDictionary<string, string> _texts = new();
            readonly ConcurrentDictionary<string, Entry> _entries = new();
            readonly ConcurrentDictionary<string, Bucket> _buckets = new();
            readonly ConcurrentDictionary<string, Counter> _counters = new();
            readonly ConcurrentQueue<string> _queue = new();
            readonly ConcurrentStack<string> _stack = new();
            readonly Dictionary<string, int> _plain = new();

        """;

    private static string InStore(string members) => Head + "class Store\n{\n" + Fields + members + "\n}\n";

    private static Task FlagsAsync(string body, string more = "") => Verify.SilentAsync(InStore($$"""
        void M(string k, int n) { {{body}} }
        {{more}}
        """));

    private static Task SilentAsync(string body, string more = "") => FlagsAsync(body, more);

    // ---- Updates ----

    [Theory]
    [InlineData("[|_counts[k]++|];")]
    [InlineData("[|--_counts[k]|];")]
    [InlineData("[|_counts[k] += n|];")]
    [InlineData("[|this._counts[k] -= n|];")]
    [InlineData("[|_counts[k] = _counts[k] + 1|];")]
    [InlineData("[|_counts[k] = this._counts[k] + 1|];")]
    [InlineData("[|_counts[k] = Math.Max(n, _counts[k])|];")]
    [InlineData("[|_counts[k] = _counts.GetValueOrDefault(k) + 1|];")]
    [InlineData("[|_counts[k] = _counts.GetOrAdd(k, 0) + 1|];")]
    [InlineData("[|_counts[k] = (_counts.TryGetValue(k, out var old) ? old : 0) + 1|];")]
    [InlineData("if (_counts.TryGetValue(k, out var old)) { [|_counts[k] = old + 1|]; } else { _counts[k] = 1; }")]
    [InlineData("if (!_counts.TryGetValue(k, out var old)) _counts[k] = 1; else [|_counts[k] = old + 1|];")]
    [InlineData("_counts.TryGetValue(k, out var old); [|_counts[k] = old + 1|];")]
    [InlineData("if (_counts.TryGetValue(k, out var old) && old < n) [|_counts[k] = n|];")]
    [InlineData("_texts[k] = \"\"; [|_texts[k] += n|];")]
    public Task Updates(string body) => FlagsAsync(body);

    [Theory]
    [InlineData("_counts[k] = n;")]
    [InlineData("_counts[k] = _counts[k + k] + 1;")]
    [InlineData("_plain[k]++;")]
    [InlineData("var mine = new ConcurrentDictionary<string, int>(); mine[k]++;")]
    [InlineData("_counts.AddOrUpdate(k, 1, (_, old) => old + 1);")]
    [InlineData("lock (_queue) { _counts[k]++; }")]
    [InlineData("if (_counts.TryGetValue(k, out var old)) _counts[k] = n;")]
    [InlineData("_ = new Dictionary<string, int> { [k] = 1 };")]
    [InlineData("var byThread = new ConcurrentDictionary<int, int>(); Parallel.For(0, 9, i => byThread[Environment.CurrentManagedThreadId]++);")]
    [InlineData("var all = new ConcurrentDictionary<int, int>(); Parallel.For(0, 9, i => all[i] += 2);")]
    public Task No_updates_or_nobody_else(string body) => SilentAsync(body);

    [Fact]
    public Task A_lock_that_callers_hold_constructors_and_parameters()
        => Verify.SilentAsync(InStore("""
            Store() { _counts["a"]++; }
            public void M() { lock (_queue) { Add("a"); } }
            private void Add(string k) { _counts[k]++; }
            static void N(ConcurrentDictionary<string, int> counts) { counts["a"]++; }
            """));

    // ---- Values that are made ----

    [Theory]
    [InlineData("if (!_lists.ContainsKey(k)) [|_lists[k] = new List<int>()|]; _lists[k].Add(n);")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = new(); [|_lists[k] = list|]; } list.Add(n);")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = new List<int>(4); [|_lists.TryAdd(k, list)|]; } list.Add(n);")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) [|_lists[k] = list = new List<int>()|]; list.Add(n);")]
    [InlineData("if (_lists.TryGetValue(k, out var list) == false) { list = new(); [|_lists[k] = list|]; } list.Add(n);")]
    [InlineData("if (_lists.TryGetValue(k, out var list)) return; list = new(); [|_lists[k] = list|]; list.Add(n);")]
    [InlineData("if (_lists.TryGetValue(k, out var list)) { list.Add(n); } else { list = new(); [|_lists[k] = list|]; list.Add(n); }")]
    [InlineData("if (!_gates.ContainsKey(k)) { [|_gates[k] = new object()|]; }")]
    [InlineData("if (!_links.TryGetValue(k, out var link)) { link = Link.Open(); [|_links[k] = link|]; }")]
    public Task Values_of_which_all_need_the_same(string body) => FlagsAsync(body);

    [Theory]
    [InlineData("if (!_texts.TryGetValue(k, out var text)) { text = k.Trim(); _texts[k] = text; }")]
    [InlineData("if (!_texts.ContainsKey(k)) _texts[k] = k.Trim();")]
    [InlineData("if (!_entries.TryGetValue(k, out var entry)) { entry = new Entry { N = n }; _entries[k] = entry; }")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = new List<int>(); list.Add(n); _lists[k] = list; }")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = new List<int>(new[] { n }); _lists[k] = list; }")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = new List<int> { n }; _lists[k] = list; }")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = Enumerable.Range(0, n).ToList(); _lists[k] = list; }")]
    [InlineData("if (!_lists.TryGetValue(k, out var list) || list.Count > 9) { list = new(); _lists[k] = list; }")]
    [InlineData("var list = _lists.GetOrAdd(k, _ => new List<int>()); list.Add(n);")]
    [InlineData("if (!_counts.ContainsKey(k)) _counts.TryAdd(k, n);")]
    [InlineData("if (!_plain.ContainsKey(k)) _plain[k] = n;")]
    [InlineData("if (!_gates.TryAdd(k, new object())) { return; }")]
    [InlineData("lock (_gates) { if (!_lists.ContainsKey(k)) _lists[k] = new List<int>(); }")]
    public Task A_cache_of_what_the_key_says(string body) => SilentAsync(body);

    /// <summary>Where a key that is there is an error, the value of the other is not what is wanted.</summary>
    [Theory]
    [InlineData("{|#1:_links.ContainsKey(k)|}", "if (C) throw new InvalidOperationException(); {|#0:_links[k] = new Link()|};", "TryAdd")]
    [InlineData("{|#1:_links.ContainsKey(k)|}", "if (C) { Console.WriteLine(k); throw new InvalidOperationException(); } var link = Link.Open(); {|#0:_links[k] = link|};", "TryAdd")]
    [InlineData("{|#1:_links.ContainsKey(k)|}", "if (!C) { {|#0:_links[k] = new Link()|}; } else { throw new InvalidOperationException(); }", "TryAdd")]
    [InlineData("{|#1:_links.ContainsKey(k)|}", "if (C) return; {|#0:_links[k] = new Link()|};", "GetOrAdd")]
    [InlineData("{|#1:_links.TryGetValue(k, out var link)|}", "if (C) { link.Dispose(); } else { link = new Link(); {|#0:_links[k] = link|}; throw new InvalidOperationException(); }", "GetOrAdd")]
    public Task Advice_for_a_key_that_must_not_be_there(string check, string body, string remedy) => Verify.SilentAsync(
        InStore($"void M(string k, int n) {{ {body.Replace("(C)", $"({check})", StringComparison.Ordinal).Replace("!C", "!" + check, StringComparison.Ordinal)} }}"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3007", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
                $"Another thread can add the key to '_links' after the check (Test0.cs:21), and its value is lost; use '{remedy}'")));

    // ---- Reads ----

    [Theory]
    [InlineData("if ([|_counts.ContainsKey(k)|]) Console.WriteLine(_counts[k]);")]
    [InlineData("if (n > 1 && [|_counts.ContainsKey(k)|] && _counts[k] > 2) { }")]
    [InlineData("if ([|_counts.ContainsKey(k)|] && n > 1) { Console.WriteLine(_counts[k]); }")]
    [InlineData("var x = [|_counts.ContainsKey(k)|] ? _counts[k] : 0;")]
    public Task Reads_of_a_key_that_others_remove(string body)
        => FlagsAsync(body, "void Forget(string k) { _counts.TryRemove(k, out _); }");

    [Theory]
    [InlineData("if (_counts.ContainsKey(k)) Console.WriteLine(_counts[k]);", "")]
    [InlineData("if (_counts.ContainsKey(k)) Console.WriteLine(_counts[k]);", "void Dispose() { _counts.Clear(); }")]
    [InlineData("if (_counts.ContainsKey(k)) Console.WriteLine(_counts[k]);", "void Destroy() { _counts.Clear(); }")]
    [InlineData("if (_counts.ContainsKey(k)) Console.WriteLine(_counts[k]);", "void ShutDownAll() { _counts.Clear(); }")]
    [InlineData("if (_counts.ContainsKey(k)) Console.WriteLine(_counts[k]);", "void Forget(string k) { _texts.TryRemove(k, out _); }")]
    [InlineData("if (_counts.TryGetValue(k, out var value)) Console.WriteLine(value);", "void Forget(string k) { _counts.TryRemove(k, out _); }")]
    [InlineData("if (_counts.ContainsKey(k)) _counts.TryRemove(k, out _);", "")]
    [InlineData("if (!_counts.ContainsKey(k)) Console.WriteLine(_counts[k + k]);", "void Forget(string k) { _counts.TryRemove(k, out _); }")]
    public Task Reads_of_keys_that_stay(string body, string more) => SilentAsync(body, more);

    // ---- Taking ----

    [Theory]
    [InlineData("if (_queue.Count > 0) { [|_queue.TryDequeue(out var item)|]; Console.WriteLine(item.Length); }")]
    [InlineData("while (!_queue.IsEmpty) { [|_queue.TryDequeue(out var item)|]; Console.WriteLine(item.Length); }")]
    [InlineData("if (_stack.Any()) { [|_stack.TryPop(out var item)|]; Console.WriteLine(item.Length); }")]
    [InlineData("if (_queue.Count > n) { [|_queue.TryDequeue(out string? item)|]; Console.WriteLine(item!.Length); }")]
    public Task Taking_what_may_be_gone(string body) => FlagsAsync(body);

    [Theory]
    [InlineData("while (!_queue.IsEmpty) { if (_queue.TryDequeue(out var item)) Console.WriteLine(item.Length); }")]
    [InlineData("while (_queue.Count > n) { _queue.TryDequeue(out _); }")]
    [InlineData("while (_queue.Count > n) { string? gone; _queue.TryDequeue(out gone); }")]
    [InlineData("while (_queue.TryDequeue(out var item)) { Console.WriteLine(item.Length); }")]
    [InlineData("if (_queue.Count > 0) { var got = _queue.TryDequeue(out var item); if (got) Console.WriteLine(item); }")]
    [InlineData("if (_stack.Count > 0) { _queue.TryDequeue(out var item); Console.WriteLine(item); }")]
    public Task Taking_with_a_look_at_the_answer(string body) => SilentAsync(body);

    // ---- Removing ----

    [Theory]
    [InlineData("if (_texts.ContainsKey(k)) { [|_texts.TryRemove(k, out var text)|]; Console.WriteLine(text.Length); }")]
    [InlineData("if (_links.ContainsKey(k) && n > 1) { [|_links.TryRemove(k, out var link)|]; link.Dispose(); }")]
    [InlineData("if (!this._links.ContainsKey(k)) return; [|_links.TryRemove(k, out var link)|]; link.Dispose();")]
    [InlineData("if (k.Length == 0 || !_links.ContainsKey(k)) return; [|_links.TryRemove(k, out var link)|]; link.Dispose();")]
    [InlineData("if (_links.ContainsKey(k)) { Console.WriteLine(); _ = [|_links.TryRemove(k, out var link)|]; link!.Dispose(); }")]
    [InlineData("if (_links.TryGetValue(k, out _)) { [|_links.TryRemove(k, out Link? link)|]; using (link) { } }")]
    [InlineData("if (!_counts.ContainsKey(k)) { Console.WriteLine(); } else { [|_counts.TryRemove(k, out var count)|]; Console.WriteLine(count + 1); }")]
    [InlineData("if (_links.ContainsKey(k)) { [|_links.Remove(k, out var link)|]; link.Dispose(); }")]
    public Task A_key_that_may_be_gone_and_what_was_under_it(string body) => FlagsAsync(body);

    [Theory]
    [InlineData("if (_links.TryRemove(k, out var link)) { link.Dispose(); }")]
    [InlineData("if (_links.ContainsKey(k)) { _links.TryRemove(k, out _); }")]
    [InlineData("if (_links.ContainsKey(k)) { _links.TryRemove(k, out var link); link?.Dispose(); }")]
    [InlineData("if (_links.ContainsKey(k)) { _links.TryRemove(k, out var link); if (link != null) link.Dispose(); }")]
    [InlineData("if (_links.ContainsKey(k)) { _links.TryRemove(k, out var link); if (link is null) return; link.Dispose(); }")]
    [InlineData("if (_links.ContainsKey(k)) { if (_links.TryRemove(k, out var link)) link.Dispose(); }")]
    [InlineData("if (_links.ContainsKey(k)) { bool gone = !_links.TryRemove(k, out var link); if (gone) return; link!.Dispose(); }")]
    [InlineData("if (n > 1 || _links.ContainsKey(k)) { _links.TryRemove(k, out var link); Console.WriteLine(link); }")]
    [InlineData("if (_links.ContainsKey(k)) { _links.TryRemove(k + k, out var link); Console.WriteLine(link); }")]
    [InlineData("if (!_links.ContainsKey(k)) { _links.TryRemove(k, out var link); Console.WriteLine(link); }")]
    [InlineData("_links.TryRemove(k, out var link); Console.WriteLine(link);")]
    [InlineData("lock (_links) { if (_links.ContainsKey(k)) { _links.TryRemove(k, out var link); link.Dispose(); } }")]
    [InlineData("if (_queue.Count > 0) { _queue.TryDequeue(out var item); if (item is not null) Console.WriteLine(item.Length); }")]
    [InlineData("if (_queue.Count > 0) { _queue.TryDequeue(out var item); item?.Trim(); }")]
    [InlineData("if (_plain.ContainsKey(k)) { _plain.Remove(k, out var count); Console.WriteLine(count + 1); }")]
    public Task A_key_that_is_taken_in_one_step(string body) => SilentAsync(body);

    [Theory]
    [InlineData("if (_texts[k] == \"pending\") { [|_texts.Remove(k, out _)|]; }")]
    [InlineData("if (_texts[k] == \"pending\") [|_texts.TryRemove(k, out _)|];")]
    [InlineData("if (_counts.TryGetValue(k, out var count) && count == 0) { [|_counts.TryRemove(k, out _)|]; }")]
    [InlineData("if (_links.TryGetValue(k, out var now) && ReferenceEquals(now, mine)) [|_links.TryRemove(k, out _)|];")]
    [InlineData("if (n > 1 && _links.TryGetValue(k, out var now) && now == mine) { _ = [|_links.TryRemove(k, out _)|]; mine?.Dispose(); }")]
    [InlineData("if (_texts[k].Equals(\"pending\")) [|_texts.TryRemove(k, out var gone)|];")]
    [InlineData("if (_entries.TryGetValue(k, out var now) && now.Equals(n)) [|_entries.TryRemove(k, out _)|];")]
    public Task Another_value_than_the_one_that_was_looked_at(string body) => FlagsAsync(body, "Link? mine = null;");

    [Theory]
    [InlineData("_texts.TryRemove(new KeyValuePair<string, string>(k, \"pending\"));")]
    [InlineData("if (_texts.TryGetValue(k, out var text) && text != null) _texts.TryRemove(k, out _);")]
    [InlineData("if (_texts[k] == null) _texts.TryRemove(k, out _);")]
    [InlineData("if (_texts[k] == \"pending\" || n > 1) _texts.TryRemove(k, out _);")]
    [InlineData("if (_texts[k + k] == \"pending\") _texts.TryRemove(k, out _);")]
    [InlineData("if (_texts[k] == \"pending\" && _texts.TryRemove(k, out var gone)) Console.WriteLine(gone);")]
    [InlineData("if (_texts[k] == \"pending\") lock (_texts) { if (_texts[k] == \"pending\") _texts.TryRemove(k, out _); }")]
    [InlineData("if (_plain[k] == 0) _plain.Remove(k, out _);")]
    [InlineData("if (n == 0) _counts.TryRemove(k, out _);")]
    public Task The_pair_of_key_and_value(string body) => SilentAsync(body);

    [Theory]
    [InlineData("if (!_buckets.TryGetValue(k, out var b)) { b = new Bucket(); [|_buckets.AddOrUpdate(k, b, (_, _) => b)|]; }")]
    [InlineData("if (!_buckets.TryGetValue(k, out var b)) { b = new(); [|_buckets.AddOrUpdate(k, b, (key, old) => b)|]; }")]
    [InlineData("if (!_lists.ContainsKey(k)) [|_lists.AddOrUpdate(k, _ => new List<int>(), (_, _) => new List<int>())|];")]
    [InlineData("if (_gates.TryGetValue(k, out var gate)) return; gate = new(); _ = [|_gates.AddOrUpdate(k, gate, (_, _) => gate)|];")]
    [InlineData("if (!_buckets.TryGetValue(k, out var b)) { b = new(); [|_buckets[k] = b|]; }")]
    [InlineData("if (!_counters.ContainsKey(k)) [|_counters[k] = new Counter()|]; lock (_counters[k].Gate) { }")]
    public Task An_object_that_guards_itself_and_a_value_that_is_set_whatever_is_there(string body) => FlagsAsync(body);

    [Theory]
    [InlineData("if (!_buckets.TryGetValue(k, out var b)) { b = new(); b = _buckets.AddOrUpdate(k, b, (_, old) => old); }")]
    [InlineData("_buckets.AddOrUpdate(k, new Bucket(), (_, old) => old);")]
    [InlineData("var b = new Bucket(); _buckets.AddOrUpdate(k, b, (_, _) => b);")]
    [InlineData("if (!_entries.TryGetValue(k, out var e)) { e = new(); _entries.AddOrUpdate(k, e, (_, _) => e); }")]
    [InlineData("if (!_texts.TryGetValue(k, out var text)) { text = k.Trim(); _texts.AddOrUpdate(k, text, (_, _) => text); }")]
    [InlineData("var b = _buckets.GetOrAdd(k, _ => new Bucket());")]
    public Task A_value_that_is_kept(string body) => SilentAsync(body);

    // ---- Several threads ----

    [Theory]
    [InlineData("Parallel.ForEach(words, word => [|counts[word]++|]);")]
    [InlineData("Parallel.ForEach(words, word => { if (!lists.ContainsKey(word)) [|lists[word] = new List<int>()|]; });")]
    [InlineData("await Task.WhenAll(words.Select(async word => { await Task.Yield(); [|counts[word]++|]; }));")]
    [InlineData("var tasks = new List<Task>(); foreach (var word in words) { tasks.Add(Task.Run(() => Count(word))); } await Task.WhenAll(tasks); void Count(string w) { [|counts[w] += 1|]; }")]
    public Task Locals_that_threads_share(string body)
        => Verify.SilentAsync(Head + $$"""
            class Words { async Task M(string[] words) { var counts = new ConcurrentDictionary<string, int>(); var lists = new ConcurrentDictionary<string, List<int>>(); await Task.Yield(); {{body}} } }
            """);

    [Theory]
    [InlineData("foreach (var word in words) counts[word]++;")]
    [InlineData("await Task.WhenAll(words.Select(async word => { counts[word]++; await Task.Yield(); }));")]
    [InlineData("words.ForEach(word => counts[word]++);")]
    [InlineData("Parallel.ForEach(words, word => { lock (counts) counts[word]++; });")]
    public Task Locals_of_one_thread(string body)
        => Verify.SilentAsync(Head + $$"""
            class Words { async Task M(List<string> words) { var counts = new ConcurrentDictionary<string, int>(); await Task.Yield(); {{body}} } }
            """);

    // ---- Flags ----

    private const string Web = """

        namespace Microsoft.AspNetCore.Http { public class HttpContext { } public delegate Task RequestDelegate(HttpContext context); }
        """;

    [Theory]
    [InlineData("_log.LogInformation(\"first\");")]
    [InlineData("_log.Info(\"first\");")]
    [InlineData("_log.LogInformation(\"first\"); _log.LogInformation(\"and only\");")]
    [InlineData("")]
    public Task Who_passes_twice_only_logs_twice(string body)
        => Verify.SilentAsync($$"""
            interface ILog { void LogInformation(string text); void Info(string text); }
            class Once
            {
                private bool _logged;
                private readonly ILog _log;
                private readonly Microsoft.AspNetCore.Http.RequestDelegate _next;
                public Once(Microsoft.AspNetCore.Http.RequestDelegate next, ILog log) => (_next, _log) = (next, log);
                public async Task InvokeAsync(Microsoft.AspNetCore.Http.HttpContext context)
                {
                    if (!_logged)
                    {
                        _logged = true;
                        {{body}}
                    }

                    await _next(context);
                }
            }
            """ + Web);

    [Fact]
    public Task A_flag_of_a_middleware()
        => Verify.FixesAsync(
            """
            class Once
            {
                private bool _started;
                private bool _logged;
                private readonly Microsoft.AspNetCore.Http.RequestDelegate _next;
                public Once(Microsoft.AspNetCore.Http.RequestDelegate next) => _next = next;

                public async Task InvokeAsync(Microsoft.AspNetCore.Http.HttpContext context)
                {
                    Start();
                    // A comment.
                    if (!_logged)
                    {
                        [|_logged = true|];
                        Console.WriteLine("first");
                    }

                    await _next(context);
                }

                private void Start()
                {
                    // A comment.
                    if (_started)
                    {
                        return;
                    }

                    [|_started = true|];
                    Console.WriteLine("started");
                }
            }
            """ + Web,
            """
            class Once
            {
                private bool _started;
                private bool _logged;
                private readonly Microsoft.AspNetCore.Http.RequestDelegate _next;
                public Once(Microsoft.AspNetCore.Http.RequestDelegate next) => _next = next;

                public async Task InvokeAsync(Microsoft.AspNetCore.Http.HttpContext context)
                {
                    Start();
                    // A comment.
                    if (!Interlocked.Exchange(ref _logged, true))
                    {
                        Console.WriteLine("first");
                    }

                    await _next(context);
                }

                private void Start()
                {
                    // A comment.
                    if (Interlocked.Exchange(ref _started, true))
                    {
                        return;
                    }

                    Console.WriteLine("started");
                }
            }
            """ + Web);

    [Fact]
    public Task A_flag_of_an_object_that_nobody_is_known_to_share()
        => Verify.SilentAsync("class Once { private bool _started; public void Start() { if (_started) return; _started = true; Console.WriteLine(); } }");

    // ---- Fixes ----

    [Theory]
    [InlineData("_counts.TryAdd(k, 0); [|_counts[k]++|];", "_counts.AddOrUpdate(k, 1, (_, value) => value + 1);")]
    [InlineData("if (!_counts.ContainsKey(k)) _counts[k] = 0; [|_counts[k] += n|];", "_counts.AddOrUpdate(k, n, (_, value) => value + n);")]
    [InlineData("if (!_counts.ContainsKey(k)) { _counts[k] = 5; } [|_counts[k]--|];", "_counts.AddOrUpdate(k, 5 - 1, (_, value) => value - 1);")]
    [InlineData("[|_counts[k] = _counts.GetValueOrDefault(k) + 1|];", "_counts.AddOrUpdate(k, 1, (_, value) => value + 1);")]
    [InlineData("_counts.TryAdd(k, 7); [|_counts[k] -= n - 2|];", "_counts.AddOrUpdate(k, 7 - (n - 2), (_, value) => value - (n - 2));")]
    [InlineData("_counts.TryAdd(k, 0); [|_counts[k] += n > 1 ? 2 : 3|];", "_counts.AddOrUpdate(k, n > 1 ? 2 : 3, (_, value) => value + (n > 1 ? 2 : 3));")]
    [InlineData("[|_counts[k] = _counts.GetOrAdd(k, 2) * n|];", "_counts.AddOrUpdate(k, 2 * n, (_, value) => value * n);")]
    [InlineData("if (_counts.TryGetValue(k, out var old)) { [|_counts[k] = old + 1|]; } else { _counts[k] = 1; }", "_counts.AddOrUpdate(k, 1, (_, old) => old + 1);")]
    [InlineData("if (!_counts.TryGetValue(k, out var old)) _counts.TryAdd(k, k.Length); else [|_counts[k] = old + 1|];", "_counts.AddOrUpdate(k, _ => k.Length, (_, old) => old + 1);")]
    [InlineData("if (!_lists.ContainsKey(k)) [|_lists[k] = new List<int>()|]; _lists[k].Add(n);", "_lists.GetOrAdd(k, _ => new List<int>()); _lists[k].Add(n);")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = new(); [|_lists[k] = list|]; } list.Add(n);", "var list = _lists.GetOrAdd(k, _ => new()); list.Add(n);")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) [|_lists[k] = list = new List<int>()|]; list.Add(n);", "var list = _lists.GetOrAdd(k, _ => new List<int>()); list.Add(n);")]
    [InlineData("List<int>? list; if (!_lists.TryGetValue(k, out list)) { list = new(); [|_lists.TryAdd(k, list)|]; } list.Add(n);", "List<int>? list; list = _lists.GetOrAdd(k, _ => new()); list.Add(n);")]
    [InlineData("if (_queue.Count > 0) { [|_queue.TryDequeue(out var item)|]; Console.WriteLine(item); }", "if (_queue.TryDequeue(out var item)) { Console.WriteLine(item); }")]
    [InlineData("while (!_queue.IsEmpty) { [|_queue.TryDequeue(out var item)|]; Console.WriteLine(item); }", "while (_queue.TryDequeue(out var item)) { Console.WriteLine(item); }")]
    [InlineData("if (_links.ContainsKey(k)) { [|_links.TryRemove(k, out var link)|]; link.Dispose(); }", "if (_links.TryRemove(k, out var link)) { link.Dispose(); }")]
    [InlineData("if (!_buckets.TryGetValue(k, out var b)) { b = new(); [|_buckets.AddOrUpdate(k, b, (_, _) => b)|]; } Console.WriteLine(b);", "var b = _buckets.GetOrAdd(k, _ => new()); Console.WriteLine(b);")]
    public Task Repaired(string body, string repaired)
        => Verify.FixesAsync(InStore($$"""void M(string k, int n) { {{body}} }"""), InStore($$"""void M(string k, int n) { {{repaired}} }"""));

    [Theory]
    [InlineData("if ([|_counts.ContainsKey(k)|]) Console.WriteLine(_counts[k] + _counts[k]);", "if (_counts.TryGetValue(k, out var value)) Console.WriteLine(value + value);")]
    [InlineData("if (n > 1 && [|_counts.ContainsKey(k)|] && _counts[k] > 2) { Console.WriteLine(_counts[k]); }", "if (n > 1 && _counts.TryGetValue(k, out var value) && value > 2) { Console.WriteLine(value); }")]
    [InlineData("if ([|_lists.ContainsKey(k)|]) { if (_lists[k].Any(x => x > n)) Console.WriteLine(_lists[k].First(x => x > n)); }", "if (_lists.TryGetValue(k, out var value)) { if (value.Any(x => x > n)) Console.WriteLine(value.First(x => x > n)); }")]
    [InlineData("var value = [|_counts.ContainsKey(k)|] ? _counts[k] : 0;", "var value = _counts.TryGetValue(k, out var value2) ? value2 : 0;")]
    [InlineData("if ([|_lists.ContainsKey(k)|]) { var list = _lists[k]; list.Add(1); }", "if (_lists.TryGetValue(k, out var list)) { list.Add(1); }")]
    [InlineData("if (n > 1 && [|_lists.ContainsKey(k)|]) { var list = _lists[k]; foreach (var x in list) { Console.WriteLine(x); } }", "if (n > 1 && _lists.TryGetValue(k, out var list)) { foreach (var x in list) { Console.WriteLine(x); } }")]
    [InlineData("if ([|_counts.ContainsKey(k)|]) { var x = _counts[k]; x++; Console.WriteLine(x); } else { Console.WriteLine(); }", "if (_counts.TryGetValue(k, out var x)) { x++; Console.WriteLine(x); } else { Console.WriteLine(); }")]
    [InlineData("if ([|_lists.ContainsKey(k)|]) { var list = _lists[k]; list.Add(1); } foreach (var list in _lists.Values) { list.Clear(); }", "if (_lists.TryGetValue(k, out var value)) { var list = value; list.Add(1); } foreach (var list in _lists.Values) { list.Clear(); }")]
    [InlineData("if ([|_lists.ContainsKey(k)|]) { var list = _lists[k]; list.Add(1); } else { var list = new List<int>(); list.Add(2); }", "if (_lists.TryGetValue(k, out var value)) { var list = value; list.Add(1); } else { var list = new List<int>(); list.Add(2); }")]
    [InlineData("if ([|_lists.ContainsKey(k)|]) { IEnumerable<int> list = _lists[k]; Console.WriteLine(list.Count()); }", "if (_lists.TryGetValue(k, out var value)) { IEnumerable<int> list = value; Console.WriteLine(list.Count()); }")]
    [InlineData("if ([|_counts.ContainsKey(k)|]) { var x = _counts[k] + 1; Console.WriteLine(x); }", "if (_counts.TryGetValue(k, out var value)) { var x = value + 1; Console.WriteLine(x); }")]
    [InlineData("if ([|_lists.ContainsKey(k)|]) { /* the list */ var list = _lists[k]; list.Add(1); }", "if (_lists.TryGetValue(k, out var list)) { /* the list */ list.Add(1); }")]
    [InlineData("if ([|_lists.ContainsKey(k)|]) { var list = /* the list */ _lists[k]; list.Add(1); }", "if (_lists.TryGetValue(k, out var value)) { var list = /* the list */ value; list.Add(1); }")]
    [InlineData("if ([|_lists.ContainsKey(k)|]) { var list = _lists[k]; /* the list */ list.Add(1); }", "if (_lists.TryGetValue(k, out var value)) { var list = value; /* the list */ list.Add(1); }")]
    [InlineData("if ([|_counts.ContainsKey(k)|]) { var x = _counts[k]; Console.WriteLine(x + _counts[k]); }", "if (_counts.TryGetValue(k, out var value)) { var x = value; Console.WriteLine(x + value); }")]
    public Task Reads_repaired(string body, string repaired)
        => Verify.FixesAsync(
            InStore($$"""void M(string k, int n) { {{body}} } void Forget(string k) { _counts.TryRemove(k, out _); _lists.TryRemove(k, out _); }"""),
            InStore($$"""void M(string k, int n) { {{repaired}} } void Forget(string k) { _counts.TryRemove(k, out _); _lists.TryRemove(k, out _); }"""));

    /// <summary>The value of the check may be an old one where it is read.</summary>
    [Theory]
    [InlineData("if ([|_counts.ContainsKey(k)|]) { Forget(n + k); Console.WriteLine(_counts[k]); }")]
    [InlineData("if ([|_counts.ContainsKey(k)|]) { this.Forget(n + k); Console.WriteLine(_counts[k]); }")]
    [InlineData("if ([|_counts.ContainsKey(k)|]) { _counts.TryUpdate(k, 1, n); Console.WriteLine(_counts[k]); }")]
    [InlineData("if ([|_counts.ContainsKey(k)|]) { Console.WriteLine(_counts[k]); Action late = () => Console.WriteLine(_counts[k]); late(); }")]
    public Task Reads_that_come_later(string body) => Verify.ReportsAsync(
        InStore($$"""void M(string k, int n) { {{body}} } void Forget(string k) { _counts.TryRemove(k, out _); _lists.TryRemove(k, out _); }"""));

    /// <summary>What is filled before it is asked for; not what each caller fills.</summary>
    [Theory]
    [InlineData("void PopulateLists() { foreach (var k in _plain.Keys) { if (!_lists.TryGetValue(k, out var list)) { list = new(); _lists[k] = list; } list.Add(1); } }")]
    [InlineData("async Task InitializeAsync() { foreach (var k in _plain.Keys) { if (!_counts.ContainsKey(k)) _counts[k] = await Task.FromResult(3); } }")]
    [InlineData("List<int> Load(string k) { if (!_lists.TryGetValue(k, out var list)) { list = new(); [|_lists[k] = list|]; } list.Add(1); return list; }")]
    [InlineData("void Populate(string k) { if (!_lists.TryGetValue(k, out var list)) { list = new(); [|_lists[k] = list|]; } list.Add(1); }")]
    [InlineData("void Collect() { foreach (var k in _plain.Keys) { if (!_lists.TryGetValue(k, out var list)) { list = new(); [|_lists[k] = list|]; } list.Add(1); } }")]
    public Task Filled_ahead(string member) => Verify.SilentAsync(InStore(member));

    [Fact]
    public Task A_guard_and_what_follows()
        => Verify.FixesAsync(
            InStore("""
                    object GateOf(string key)
                    {
                        // A comment.
                        if (_gates.TryGetValue(key, out var gate))
                        {
                            return gate;
                        }

                        gate = new object();
                        [|_gates[key] = gate|];
                        return gate;
                    }
                """),
            InStore("""
                    object GateOf(string key)
                    {
                        // A comment.
                        return _gates.GetOrAdd(key, _ => new object());
                    }
                """));

    [Theory]
    [InlineData("[|_counts[k]++|];")]
    [InlineData("[|_counts[k] = Math.Max(n, _counts[k])|];")]
    [InlineData("Console.WriteLine([|_counts[k]++|]);")]
    [InlineData("if (_counts.TryGetValue(k, out var old)) { [|_counts[k] = old + 1|]; } else { _counts[k] = 1; } Console.WriteLine(old);")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = new(); /* why */ [|_lists[k] = list|]; } list.Add(n);")]
    [InlineData("if (!_lists.TryGetValue(k, out var list)) { list = new(); Console.WriteLine(); [|_lists[k] = list|]; }")]
    [InlineData("if (_queue.Count > n) { [|_queue.TryDequeue(out var item)|]; Console.WriteLine(item); }")]
    [InlineData("if (_queue.Count > 0) { Console.WriteLine(); [|_queue.TryDequeue(out var item)|]; Console.WriteLine(item); }")]
    [InlineData("if (_links.ContainsKey(k) && n > 1) { [|_links.TryRemove(k, out var link)|]; link.Dispose(); }")]
    [InlineData("if (!_links.ContainsKey(k)) return; [|_links.TryRemove(k, out var link)|]; link.Dispose();")]
    [InlineData("if (_links.TryGetValue(k, out _)) { [|_links.TryRemove(k, out var link)|]; link.Dispose(); }")]
    [InlineData("if (_counts.TryGetValue(k, out var count) && count == 0) { [|_counts.TryRemove(k, out _)|]; }")]
    public Task Not_offered_where_one_call_does_not_do_the_same(string body)
        => Verify.ReportsAsync(InStore($$"""void M(string k, int n) { {{body}} }"""));

    // ---- Cleared behind a look ----

    private static string Open(string member) => InStore("""
            readonly ConcurrentBag<string> _bag = new();
            public void Open(string s) { _bag.Add(s); _queue.Enqueue(s); _links[s] = Link.Open(); }
        """ + member);

    [Theory]
    [InlineData("public void M() { var kept = _bag.Where(s => s.Length > 1).ToHashSet(); {|#0:_bag.Clear()|}; foreach (var s in kept) { if (!_bag.Contains(s)) _bag.Add(s); } }", true)]
    [InlineData("public string[] M() { var all = _bag.ToArray(); {|#0:_bag.Clear()|}; return all; }", false)]
    [InlineData("public void M() { foreach (var s in _queue) { Console.WriteLine(s); } {|#0:_queue.Clear()|}; }", false)]
    [InlineData("public void Expire() { foreach (var l in _links.Values) { l.Dispose(); } {|#0:_links.Clear()|}; }", false)]
    [InlineData("public void M() { var old = this._links.ToList(); {|#0:this._links.Clear()|}; _links[\"\"] = old[0].Value; }", true)]
    public Task What_comes_in_between_is_lost(string member, bool isWarning) => Verify.SilentAsync(
        Open(member), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3007", isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Theory]
    [InlineData("public void M() { _bag.Clear(); }")]
    [InlineData("public void M() { Console.WriteLine(_bag.Count); _bag.Clear(); }")]
    [InlineData("public void Dispose() { foreach (var l in _links.Values) { l.Dispose(); } _links.Clear(); }")]
    [InlineData("public void Shutdown() { foreach (var l in _links.Values) { l.Dispose(); } _links.Clear(); }")]
    [InlineData("public void StopAll() { foreach (var l in _links.Values) { l.Dispose(); } _links.Clear(); }")]
    [InlineData("public void M() { lock (_bag) { var all = _bag.ToArray(); _bag.Clear(); } }")]
    [InlineData("public void M() { _bag.Clear(); foreach (var s in _bag) { } }")]
    [InlineData("public void M() { var own = new ConcurrentBag<string>(); var all = own.ToArray(); own.Clear(); }")]
    [InlineData("public void M() { foreach (var s in _stack) { } _stack.Clear(); }")]
    [InlineData("public void M() { var all = _plain.ToArray(); _plain.Clear(); }")]
    public Task Nothing_is_lost_or_all_is_over(string member) => Verify.SilentAsync(Open(member));
}
