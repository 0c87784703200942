using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2004TaskOutlivesScopeTests
{
    /// <summary>What the tests call.</summary>
    private const string Res = """

        class Res : IDisposable
        {
            public Task UseAsync() => Task.Delay(1);
            public Task<int> CountAsync() => Task.Delay(1).ContinueWith(_ => 1);
            public ValueTask<int> ValueAsync() => new ValueTask<int>(CountAsync());
            public string Name => "";
            public object Data { get; } = new();
            public int Count() => 1;
            public List<string> Names() => new();
            public IEnumerable<string> Lazy() => new string[0];
            public Stream Open() => Stream.Null;
            public void Dispose() => GC.SuppressFinalize(this);
        }
        interface ISvc { Task DoAsync(); Task<int> GetAsync(); Task WriteAsync(object o); Task TextAsync(string s); Task NumberAsync(int n); ValueTask VAsync(); }
        interface ILog { void Error(string s); IDisposable BeginScope(string s); }
        """;

    // ---- using: reported, and awaited ----

    [Fact]
    public Task Using_declaration() => Verify.FixesAsync("""
        class C
        {
            Task M()
            {
                using var res = new Res();
                // uses it
                return [|res.UseAsync()|]; // now
            }
        }
        """ + Res, """
        class C
        {
            async Task M()
            {
                using var res = new Res();
                // uses it
                await res.UseAsync(); // now
            }
        }
        """ + Res);

    [Fact]
    public Task Using_statement_with_a_result() => Verify.FixesAsync("""
        class C
        {
            public Task<int> M()
            {
                using (var res = new Res())
                {
                    return [|res.CountAsync()|];
                }
            }
        }
        """ + Res, """
        class C
        {
            public async Task<int> M()
            {
                using (var res = new Res())
                {
                    return await res.CountAsync();
                }
            }
        }
        """ + Res);

    [Fact]
    public Task Value_tasks() => Verify.FixesAsync("""
        class C
        {
            ValueTask<int> M()
            {
                using var res = new Res();
                return [|res.ValueAsync()|];
            }
            ValueTask N()
            {
                using (var res = new Res())
                    return [|new ValueTask(res.UseAsync())|];
            }
        }
        """ + Res, """
        class C
        {
            async ValueTask<int> M()
            {
                using var res = new Res();
                return await res.ValueAsync();
            }
            async ValueTask N()
            {
                using (var res = new Res())
                    await new ValueTask(res.UseAsync());
            }
        }
        """ + Res);

    [Fact]
    public Task All_returns_of_the_function_follow() => Verify.FixesAsync("""
        class C
        {
            Task<int> M(bool b, ISvc svc)
            {
                if (b)
                {
                    return Task.FromResult(1);
                }

                if (svc is null)
                {
                    return svc!.GetAsync();
                }

                using var res = new Res();
                return [|res.CountAsync()|];
            }
        }
        """ + Res, """
        class C
        {
            async Task<int> M(bool b, ISvc svc)
            {
                if (b)
                {
                    return 1;
                }

                if (svc is null)
                {
                    return await svc!.GetAsync();
                }

                using var res = new Res();
                return await res.CountAsync();
            }
        }
        """ + Res);

    [Fact]
    public Task Two_in_one_function_are_repaired_by_one_fix() => Verify.FixesAsync("""
        class C
        {
            Task M(bool b)
            {
                using var res = new Res();
                if (b)
                {
                    return [|res.UseAsync()|];
                }

                return [|res.CountAsync()|];
            }
        }
        """ + Res, """
        class C
        {
            async Task M(bool b)
            {
                using var res = new Res();
                if (b)
                {
                    await res.UseAsync();
                    return;
                }

                await res.CountAsync();
            }
        }
        """ + Res);

    [Fact]
    public Task Local_functions_and_lambdas() => Verify.FixesAsync("""
        class C
        {
            void M()
            {
                Task Local()
                {
                    using var res = new Res();
                    return [|res.UseAsync()|];
                }

                Func<Task<int>> lambda = () =>
                {
                    using var res = new Res();
                    return [|res.CountAsync()|];
                };
            }
        }
        """ + Res, """
        class C
        {
            void M()
            {
                async Task Local()
                {
                    using var res = new Res();
                    await res.UseAsync();
                }

                Func<Task<int>> lambda = async () =>
                {
                    using var res = new Res();
                    return await res.CountAsync();
                };
            }
        }
        """ + Res);

    [Fact]
    public Task Interface_member_and_override_keep_their_signature() => Verify.FixesAsync("""
        public abstract class B { public abstract Task M(); }
        public class C : B
        {
            public override Task M()
            {
                using var res = new Res();
                return [|res.UseAsync()|];
            }
        }
        """ + Res, """
        public abstract class B { public abstract Task M(); }
        public class C : B
        {
            public override async Task M()
            {
                using var res = new Res();
                await res.UseAsync();
            }
        }
        """ + Res);

    [Fact]
    public Task ConfigureAwait_habit_is_kept() => Verify.FixesAsync("""
        class C
        {
            async Task H(ISvc svc) => await svc.DoAsync().ConfigureAwait(false);
            Task M()
            {
                using var res = new Res();
                return [|res.UseAsync()|];
            }
        }
        """ + Res, """
        class C
        {
            async Task H(ISvc svc) => await svc.DoAsync().ConfigureAwait(false);
            async Task M()
            {
                using var res = new Res();
                await res.UseAsync().ConfigureAwait(false);
            }
        }
        """ + Res);

    [Fact]
    public Task What_is_made_from_the_resource_holds_it() => Report.ReportsAsync("""
        class C
        {
            Task A(ISvc svc)
            {
                using var res = new Res();
                var stream = res.Open();
                return [|svc.WriteAsync(stream)|];
            }
            Task B(ISvc svc)
            {
                using var res = new Res();
                var list = new List<object>();
                list.Add(res);
                return [|svc.WriteAsync(list)|];
            }
            Task D(ISvc svc)
            {
                using var res = new Res();
                return [|svc.WriteAsync(new { res })|];
            }
            Task E(ISvc svc)
            {
                using var res = new Res();
                return [|Task.Run(() => res.Count())|];
            }
            Task F(ISvc svc)
            {
                using var res = new Res();
                return [|Task.WhenAll(new[] { 1, 2 }.Select(_ => res.UseAsync()))|];
            }
            Task G(ISvc svc)
            {
                using var res = new Res();
                return [|svc.WriteAsync(res.Lazy().Select(s => s + "!"))|];
            }
            Task H(ISvc svc)
            {
                using var res = new Res();
                return [|Local()|];
                Task Local() => res.UseAsync();
            }
            Task I(bool b)
            {
                using var res = new Res();
                return [|b ? res.UseAsync() : Task.CompletedTask|];
            }
            Task J(int n)
            {
                using var res = new Res();
                return [|n switch { 1 => res.UseAsync(), _ => Task.CompletedTask }|];
            }
        }
        """ + Res);

    [Fact]
    public Task Cancellation_source_field_and_scope_without_a_name() => Report.ReportsAsync("""
        class C
        {
            readonly Res _res = new();
            Task A(Func<CancellationToken, Task> work, CancellationToken stop)
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
                return [|work(both.Token)|];
            }
            Task B()
            {
                using (_res)
                {
                    return [|_res.UseAsync()|];
                }
            }
            Task D(ISvc svc)
            {
                using (Enter())
                {
                    return [|svc.DoAsync()|];
                }
            }
            Task E(ISvc svc)
            {
                using var measured = Enter();
                return [|svc.DoAsync()|];
            }
            Task F(ISvc svc)
            {
                using var activity = new System.Diagnostics.Activity("x");
                activity.Start();
                return [|svc.DoAsync()|];
            }
            static IDisposable Enter() => new Res();
        }
        """ + Res);

    [Fact]
    public Task Message_names_call_and_resource_and_shows_the_using() => Report.ReportsAsync("""
        class C
        {
            Task M()
            {
                {|#1:using|} var res = new Res();
                return {|#0:res.UseAsync()|};
            }
        }
        """ + Res, configure: test =>
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2004", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
                .WithMessage("The task of 'UseAsync' is not awaited, so 'res' (Test0.cs:5) is disposed too early; await it"));
        });

    [Theory]
    [InlineData("""Task A(ISvc svc, CancellationToken ct) { using var limit = new CancellationTokenSource(9); return [|Task.Delay(1, limit.Token)|]; }""")]
    [InlineData("""Task B(CancellationToken ct) { using var b = CancellationTokenSource.CreateLinkedTokenSource(ct); var token = b.Token; return [|Task.Delay(1, token)|]; }""")]
    [InlineData("""Task D(ISvc svc) { using var held = new Res(); return [|svc.DoAsync()|]; }""")]
    [InlineData("""Task E(ISvc svc) { using (new Res()) { return [|svc.DoAsync()|]; } }""")]
    public Task Used_or_meant_for_the_scope(string member) => Report.ReportsAsync($$"""
        class C
        {
            {{member}}
        }
        """ + Res);

    // ---- using: no fix ----

    [Fact]
    public Task No_fix_with_out_parameters_in_properties_and_in_structs() => Verify.ReportsAsync("""
        class C
        {
            Task M(out int n)
            {
                n = 1;
                using var res = new Res();
                return [|res.UseAsync()|];
            }
            Task P
            {
                get
                {
                    using var res = new Res();
                    return [|res.UseAsync()|];
                }
            }
        }
        struct S
        {
            int _n;
            Task M()
            {
                _n++;
                using var res = new Res();
                return [|res.UseAsync()|];
            }
        }
        """ + Res);

    [Fact]
    public Task No_fix_where_another_return_is_null() => Verify.ReportsAsync("""
        class C
        {
            Task M(bool b)
            {
                if (b) return null!;
                using var res = new Res();
                return [|res.UseAsync()|];
            }
        }
        """ + Res);

    // ---- using: silent ----

    [Theory]
    [InlineData("""async Task A() { using var res = new Res(); await res.UseAsync(); }""")]
    [InlineData("""async Task<int> B() { using var res = new Res(); return await res.CountAsync(); }""")]
    [InlineData("""Task D() { using var res = new Res(); return Task.CompletedTask; }""")]
    [InlineData("""Task<int> E() { using var res = new Res(); return Task.FromResult(res.Count()); }""")]
    [InlineData("""ValueTask<int> F() { using var res = new Res(); return new ValueTask<int>(res.Count()); }""")]
    [InlineData("""Task G() { using var res = new Res(); return Task.FromException(new Exception(res.Name)); }""")]
    [InlineData("""static class TaskEx { public static Task FromException(Exception e) { var t = new TaskCompletionSource<int>(); t.SetException(e); return t.Task; } } Task G2() { using var res = new Res(); return TaskEx.FromException(new Exception(res.Name)); }""")]
    [InlineData("""Task H() { using var res = new Res(); return Done(res); }""")]
    [InlineData("""static Task<int> I(bool b) { using var res = new Res(); return b ? Task.FromResult(1) : Task.FromResult(res.Count()); }""")]
    public Task Awaited_or_complete(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
            static Task Done(Res res) { res.Count(); return Task.CompletedTask; }
        }
        """ + Res);

    [Theory]
    [InlineData("""Task A(ISvc svc) { using var res = new Res(); return svc.NumberAsync(res.Count()); }""")]
    [InlineData("""Task B(ISvc svc) { using var res = new Res(); string name = res.Name; return svc.TextAsync(name); }""")]
    [InlineData("""Task D(ISvc svc) { using var res = new Res(); var names = res.Names(); return svc.WriteAsync(names); }""")]
    [InlineData("""Task E(ISvc svc) { using var res = new Res(); res.Count(); return svc.DoAsync(); }""")]
    [InlineData("""Task F(ISvc svc) { using var res = new Res(); return res.Count() > 1 ? svc.DoAsync() : svc.TextAsync(nameof(res)); }""")]
    [InlineData("""Task G(ISvc svc) { using var reader = new StreamReader("a"); var all = reader.ReadToEnd(); return svc.TextAsync(all.Trim()); }""")]
    [InlineData("""Task H(ISvc svc) { using var res = new Res(); var order = new Order { Name = res.Name, Number = res.Count() }; return svc.WriteAsync(order); }""")]
    [InlineData("""Task I(ISvc svc) { using var items = new List<int>().GetEnumerator(); items.MoveNext(); return svc.NumberAsync(items.Current); }""")]
    [InlineData("""Task J(ISvc svc) { using var limit = new CancellationTokenSource(9); return svc.DoAsync(); }""")]
    [InlineData("""Task K(ISvc svc, CancellationToken ct) { using var a = new CancellationTokenSource(9); using var b = CancellationTokenSource.CreateLinkedTokenSource(ct, a.Token); return Task.Delay(1, ct); }""")]
    [InlineData("""Task L(ISvc svc) { using var unused = new StringReader("a"); return svc.DoAsync(); }""")]
    [InlineData("""Task M(ISvc svc) { using (new SemaphoreSlim(1)) { return svc.DoAsync(); } }""")]
    public Task The_task_does_not_need_the_resource(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        class Order { public string Name { get; set; } = ""; public int Number { get; set; } public List<DateTime> Dates { get; } = new(); }
        """ + Res);

    [Theory]
    [InlineData("""Task A(byte[] bytes) { using var memory = new MemoryStream(); return memory.WriteAsync(bytes, 0, bytes.Length); }""")]
    [InlineData("""Task<string> B() { using var reader = new StringReader("a"); return reader.ReadToEndAsync(); }""")]
    [InlineData("""Task<string> D(byte[] bytes) { using var reader = new StreamReader(new MemoryStream(bytes)); return reader.ReadToEndAsync(); }""")]
    public Task Work_in_memory_ends_before_the_scope(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        """);

    [Fact]
    public Task What_flows_with_the_context_or_belongs_to_the_thread() => Verify.SilentAsync("""
        class C
        {
            Task A(ISvc svc, ILog log) { using (log.BeginScope("a")) { return svc.DoAsync(); } }
            Task B(ISvc svc, ILog log) { using var _ = log.BeginScope("a"); return svc.DoAsync(); }
            Task D(ISvc svc) { using (ExecutionContext.SuppressFlow()) { return Task.Run(() => svc.DoAsync()); } }
            Task E(ISvc svc) { using (NoSynchronizationContext.Enter()) { return svc.DoAsync(); } }
        }
        class NoSynchronizationContext { public static IDisposable Enter() => new Res(); }
        """ + Res);

    [Theory]
    [InlineData("""Task A(Res res) { using (var own = new Res()) { own.Count(); } return res.UseAsync(); }""")]
    [InlineData("""Func<Task> B(Res res) { using var own = new Res(); return () => { return res.UseAsync(); }; }""")]
    [InlineData("""Task D() { using var res = new Res(); res.Count(); return _done; }""")]
    [InlineData("""async Task<Task> E() { using var res = new Res(); await Task.Yield(); return res.UseAsync(); }""")]
    [InlineData("""object F() { using var res = new Res(); return res.UseAsync(); }""")]
    [InlineData("""string G() { using var res = new Res(); return res.ToString()!; }""")]
    [InlineData("""Task H(Res res) { Task t = res.UseAsync(); using var own = new Res(); return t; }""")]
    public Task Other_scopes_and_functions(string member) => Verify.SilentAsync($$"""
        class C
        {
            readonly Task _done = Task.CompletedTask;
            {{member}}
        }
        """ + Res);

    /// <summary>The lambda is awaited in its scope (a false alarm of a peer).</summary>
    [Fact]
    public Task Lambda_awaited_in_scope() => Verify.SilentAsync("""
        class C
        {
            async Task M() { using var res = new Res(); Func<Task> f = () => res.UseAsync(); await f(); }
            async Task N() { using var res = new Res(); Func<Task> f = () => { return res.UseAsync(); }; await f(); }
        }
        """ + Res);

    /// <summary>Kept in a local: ASYNC2013's. A task that may be null: ASYNC2005's. A task of a task: ASYNC2007's.</summary>
    [Theory]
    [InlineData("""Task A() { using var res = new Res(); Task task = res.UseAsync(); return task; }""")]
    [InlineData("""Task? B(Res? other) { using var res = other; return res?.UseAsync(); }""")]
    [InlineData("""async Task<Task> D() { using var res = new Res(); await Task.Yield(); return res.UseAsync(); }""")]
    public Task What_other_rules_report(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        """ + Res);

    // ---- try ----

    [Fact]
    public Task Catch_never_sees_the_fault() => Verify.FixesAsync("""
        class C
        {
            Task<int> M(ISvc svc, ILog log)
            {
                try
                {
                    return [|svc.GetAsync()|];
                }
                catch (IOException exception)
                {
                    log.Error(exception.Message);
                    return Task.FromResult(0);
                }
            }
        }
        """ + Res, """
        class C
        {
            async Task<int> M(ISvc svc, ILog log)
            {
                try
                {
                    return await svc.GetAsync();
                }
                catch (IOException exception)
                {
                    log.Error(exception.Message);
                    return 0;
                }
            }
        }
        """ + Res);

    [Fact]
    public Task Catch_that_logs_and_throws() => Verify.FixesAsync("""
        class C
        {
            Task M(ISvc svc, ILog log)
            {
                try
                {
                    return [|svc.DoAsync()|];
                }
                catch (Exception exception)
                {
                    log.Error(exception.Message);
                    throw;
                }
            }
        }
        """ + Res, """
        class C
        {
            async Task M(ISvc svc, ILog log)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch (Exception exception)
                {
                    log.Error(exception.Message);
                    throw;
                }
            }
        }
        """ + Res);

    [Fact]
    public Task Catches_of_many_forms() => Report.ReportsAsync("""
        class C
        {
            Task A(Func<Task> next) { try { return [|next()|]; } catch { return Task.CompletedTask; } }
            Task B(ISvc svc) { try { return [|svc.DoAsync()|]; } catch (IOException e) { throw new InvalidOperationException("", e); } }
            Task D(ISvc svc, ILog log) { try { return [|svc.DoAsync()|]; } catch (IOException e) when (e.HResult == 1) { log.Error(""); return Task.CompletedTask; } }
            Task E(CancellationToken stop) { try { return [|Task.Delay(1, stop)|]; } catch (OperationCanceledException) { return Task.CompletedTask; } }
            Task F(ISvc svc, ILog log) { try { log.Error("a"); return [|svc.DoAsync()|]; } catch (Exception) { log.Error(""); return Task.CompletedTask; } }
            Task G(ILog log) { try { return [|OwnAsync()|]; } catch (ArgumentException) { log.Error(""); return Task.CompletedTask; } }
            Task H(ILog log) { try { return [|Task.Run(() => log.Error(""))|]; } catch (Exception e) { log.Error(e.Message); return Task.CompletedTask; } }
            ValueTask I(ISvc svc, ILog log) { try { return [|svc.VAsync()|]; } catch (Exception e) { log.Error(e.Message); return default; } }
            async Task OwnAsync() { await Task.Yield(); throw new ArgumentException(); }
        }
        """ + Res);

    [Fact]
    public Task Message_of_a_catch() => Report.ReportsAsync("""
        class C
        {
            Task M(ISvc svc, ILog log)
            {
                try
                {
                    return {|#0:svc.DoAsync()|};
                }
                {|#1:catch|} (IOException)
                {
                    log.Error("");
                    throw;
                }
            }
        }
        """ + Res, configure: test =>
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2004", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1)
                .WithMessage("The task of 'DoAsync' is not awaited, so 'catch (IOException)' (Test0.cs:9) misses its exceptions; await it"));
        });

    [Theory]
    [InlineData("""Task A(ISvc svc) { try { return svc.DoAsync(); } catch (Exception e) { return Task.FromException(e); } }""")]
    [InlineData("""Task<int> B(ISvc svc) { try { return svc.GetAsync(); } catch (Exception e) { return Task.FromException<int>(e); } }""")]
    [InlineData("""Task A2(ISvc svc) { try { return svc.DoAsync(); } catch (Exception e) { return Failed(e); } } static Task Failed(Exception e) => Task.FromException(e);""")]
    [InlineData("""Task A3(ISvc svc) { try { return svc.DoAsync(); } catch (Exception e) { return Failed(e); } } static Task Failed(Exception e) { var t = new TaskCompletionSource<int>(); t.TrySetException(e); return t.Task; }""")]
    [InlineData("""Task A4(Func<Task> f) { try { return f(); } catch (Exception e) { return Failed(e); } } static Task Failed(Exception e) => Failed<int>(e); static Task<T> Failed<T>(Exception e) { var t = new TaskCompletionSource<T>(); t.SetException(e); return t.Task; }""")]
    [InlineData("""Task A5(Func<Task> f) { try { return f(); } catch (Exception e) { return Failed(e); } } static Task Failed(Exception e) { var s = new Source(); s.SetUnwrappedException(e); return s.Task; } class Source { readonly TaskCompletionSource _t = new(); public Task Task => _t.Task; public void SetUnwrappedException(Exception e) => _t.SetException(e.GetBaseException()); }""")]
    [InlineData("""Task A6(Func<Task> f, IErrors errors) { try { return f(); } catch (Exception e) { return errors.FromError(e); } } interface IErrors { Task FromError(Exception e); }""")]
    [InlineData("""Task D(ISvc svc) { try { return svc.DoAsync(); } catch { throw; } }""")]
    [InlineData("""Task E(ISvc svc, string s) { try { return svc.NumberAsync(int.Parse(s)); } catch (FormatException) { return svc.DoAsync(); } }""")]
    [InlineData("""Task F(System.Reflection.MethodInfo method) { try { return method.CreateDelegate<Func<Task>>()(); } catch (System.Reflection.TargetInvocationException) { return Task.CompletedTask; } }""")]
    [InlineData("""Task G(ISvc svc, Res res) { try { return svc.WriteAsync(res); } catch { res.Dispose(); throw; } }""")]
    [InlineData("""Task<int> H(ISvc svc) { try { return Task.FromResult(int.Parse("1")); } catch (Exception) { return svc.GetAsync(); } }""")]
    [InlineData("""Task I(ISvc svc, ILog log) { try { return svc.DoAsync().ContinueWith(t => log.Error("")); } catch (Exception) { log.Error(""); throw; } }""")]
    [InlineData("""Task J(ISvc svc, ILog log) { try { throw new IOException(); } catch (IOException) { return svc.DoAsync(); } }""")]
    [InlineData("""Task L(ISvc svc, int n) { try { return svc.NumberAsync(n / 2); } catch (Exception) { return svc.NumberAsync(0); } }""")]
    [InlineData("""Task K(ISvc svc, ILog log) { try { int.Parse("1"); } catch (FormatException) { log.Error(""); } return svc.DoAsync(); }""")]
    public Task Catches_that_are_for_what_is_thrown_before_the_task(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        """ + Res);

    /// <summary>The fast path answers at once, the slow one catches the same.</summary>
    [Fact]
    public Task Callee_that_handles_the_same_exception() => Verify.SilentAsync("""
        class C
        {
            ValueTask<bool> M(ISvc svc, ILog log)
            {
                try
                {
                    var task = svc.VAsync();
                    return task.IsCompletedSuccessfully ? new ValueTask<bool>(true) : Slow(task, log);
                }
                catch (IOException e)
                {
                    log.Error(e.Message);
                    return new ValueTask<bool>(false);
                }
            }

            static async ValueTask<bool> Slow(ValueTask task, ILog log)
            {
                try
                {
                    await task;
                    return true;
                }
                catch (IOException e)
                {
                    log.Error(e.Message);
                    return false;
                }
            }
        }
        """ + Res);

    // ---- finally ----

    [Fact]
    public Task Finally_disposes_too_early() => Verify.FixesAsync("""
        class C
        {
            Task M()
            {
                var res = new Res();
                try
                {
                    return [|res.UseAsync()|];
                }
                finally
                {
                    res.Dispose();
                }
            }
        }
        """ + Res, """
        class C
        {
            async Task M()
            {
                var res = new Res();
                try
                {
                    await res.UseAsync();
                }
                finally
                {
                    res.Dispose();
                }
            }
        }
        """ + Res);

    [Fact]
    public Task Semaphore_that_is_only_tried() => Verify.FixesAsync("""
        class C
        {
            readonly SemaphoreSlim _gate = new(1, 1);

            public Task<bool> TryRunAsync(ISvc svc)
            {
                if (!_gate.Wait(0))
                {
                    return Task.FromResult(false);
                }

                try
                {
                    return [|RunAsync(svc)|];
                }
                finally
                {
                    _gate.Release();
                }
            }

            static async Task<bool> RunAsync(ISvc svc)
            {
                await svc.DoAsync();
                return true;
            }
        }
        """ + Res, """
        class C
        {
            readonly SemaphoreSlim _gate = new(1, 1);

            public async Task<bool> TryRunAsync(ISvc svc)
            {
                if (!_gate.Wait(0))
                {
                    return false;
                }

                try
                {
                    return await RunAsync(svc);
                }
                finally
                {
                    _gate.Release();
                }
            }

            static async Task<bool> RunAsync(ISvc svc)
            {
                await svc.DoAsync();
                return true;
            }
        }
        """ + Res);

    [Fact]
    public Task Finally_releases_counts_or_resets_too_early() => Report.ReportsAsync("""
        class C
        {
            readonly SemaphoreSlim _gate = new(1);
            int _pending;
            bool _busy;
            readonly Res _res = new();
            Task A(ISvc svc) { _gate.Wait(); try { return [|svc.DoAsync()|]; } finally { _gate.Release(); } }
            Task B(ISvc svc) { Interlocked.Increment(ref _pending); try { return [|svc.DoAsync()|]; } finally { Interlocked.Decrement(ref _pending); } }
            Task D(ISvc svc) { _busy = true; try { return [|svc.DoAsync()|]; } finally { _busy = false; } }
            Task E(ISvc svc, ILog log) { try { return [|svc.DoAsync()|]; } finally { log.Error("done"); } }
            Task F() { try { return [|WorkAsync()|]; } finally { _res.Dispose(); } }
            Task G(ISvc svc) { byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(1); try { return [|svc.WriteAsync(buffer)|]; } finally { System.Buffers.ArrayPool<byte>.Shared.Return(buffer); } }
            Task H(ISvc svc, string path) { try { return [|svc.TextAsync(path)|]; } finally { File.Delete(path); } }
            Task I(ISvc svc, Res? res) { try { return [|svc.WriteAsync(res!)|]; } finally { if (res != null) { res.Dispose(); } } }
            Task J(ISvc svc, Res? res) { try { return [|svc.WriteAsync(res!)|]; } finally { res?.Dispose(); } }
            Task K(ISvc svc, Res res) { try { throw new IOException(); } catch (IOException) { return [|res.UseAsync()|]; } finally { res.Dispose(); } }
            async Task WorkAsync() { await Task.Yield(); _res.Count(); }
        }
        """ + Res);

    [Theory]
    [InlineData("""Task B(ISvc svc) { var flow = ExecutionContext.SuppressFlow(); try { return svc.DoAsync(); } finally { flow.Undo(); } }""")]
    [InlineData("""Task D(ISvc svc) { Depth.Value++; try { return svc.DoAsync(); } finally { Depth.Value = 0; } }""")]
    [InlineData("""Task E(ISvc svc, Res res) { try { return svc.NumberAsync(res.Count()); } finally { res.Dispose(); } }""")]
    [InlineData("""Task G(ISvc svc) { try { return svc.DoAsync(); } finally { } }""")]
    [InlineData("""Task J(ISvc svc) { try { return svc.DoAsync(); } finally { RequestContext.Clear(); } }""")]
    [InlineData("""Task H(ISvc svc) { try { return Task.CompletedTask; } finally { svc.ToString(); } }""")]
    [InlineData("""Task K(ISvc svc, Res? res) { try { Task task = svc.WriteAsync(res!); res = null; return svc.WriteAsync(task); } finally { if (res != null) { res.Dispose(); } } }""")]
    [InlineData("""Task L(ISvc svc) { Res? res = new Res(); try { Task task = svc.WriteAsync(res); res = null!; return svc.WriteAsync(task); } finally { res?.Dispose(); } }""")]
    [InlineData("""Task M(ISvc svc, Res? res) { try { Task task = svc.WriteAsync(res!); res = default; return svc.WriteAsync(task); } finally { if (res is not null) { res.Dispose(); } } }""")]
    public Task Finally_that_is_none_of_the_tasks_business(string member) => Verify.SilentAsync($$"""
        class C
        {
            static readonly AsyncLocal<int> Depth = new();
            Task A(ISvc svc)
            {
                SynchronizationContext? previous = SynchronizationContext.Current;
                SynchronizationContext.SetSynchronizationContext(null);
                try { return svc.DoAsync(); } finally { SynchronizationContext.SetSynchronizationContext(previous); }
            }
            {{member}}
            Task F(ISvc svc, Res res)
            {
                bool started = false;
                try { Task task = svc.WriteAsync(res); started = true; return svc.WriteAsync(task); } finally { if (!started) { res.Dispose(); } }
            }
            Task I(ISvc svc)
            {
                var culture = System.Globalization.CultureInfo.CurrentCulture;
                try { return svc.DoAsync(); } finally { System.Globalization.CultureInfo.CurrentCulture = culture; }
            }
        }
        static class RequestContext { public static void Clear() { } }
        """ + Res);

    // ---- lock ----

    [Fact]
    public Task Lock_is_released_before_the_work_is_done() => Verify.ReportsAsync("""
        class C
        {
            readonly object _gate = new();
            readonly Stream _stream = Stream.Null;
            readonly Res _res = new();
            int _total;
            Task A(byte[] bytes) { lock (_gate) { return [|_stream.WriteAsync(bytes, 0, 1)|]; } }
            Task B() { lock (_res) { return [|_res.UseAsync()|]; } }
            Task D() { lock (_gate) { return [|AddAsync()|]; } }
            async Task AddAsync() { int total = _total; await Task.Delay(1); _total = total + 1; }
            Task E(byte[] bytes)
            {
                Monitor.Enter(_gate);
                try { return [|_stream.WriteAsync(bytes, 0, 1)|]; } finally { Monitor.Exit(_gate); }
            }
        }
        """ + Res);

    [Fact]
    public Task Message_of_a_lock() => Verify.ReportsAsync("""
        class C
        {
            readonly object _gate = new();
            readonly Stream _stream = Stream.Null;
            Task A(byte[] bytes)
            {
                {|#1:lock|} (_gate)
                {
                    return {|#0:_stream.WriteAsync(bytes, 0, 1)|};
                }
            }
        }
        """ + Res, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2004", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
            .WithMessage("The task of 'WriteAsync' is not awaited, so the lock (Test0.cs:7) is released too early; use a 'SemaphoreSlim' instead and await it inside")));

    /// <summary>What the page of the rule tells to write instead of a lock.</summary>
    [Fact]
    public Task Semaphore_instead_of_a_lock() => Verify.ReportsAsync("""
        class Journal
        {
            private readonly object _lock = new object();
            private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);
            private readonly Stream _file = new FileStream("journal", FileMode.Append);

            public Task AppendUnderLockAsync(byte[] entry)
            {
                lock (_lock)
                {
                    return [|_file.WriteAsync(entry, 0, entry.Length)|];
                }
            }

            public async Task AppendAsync(byte[] entry)
            {
                await _gate.WaitAsync();
                try
                {
                    await _file.WriteAsync(entry, 0, entry.Length);
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        """);

    /// <summary>Starting work once, or in order, is what such a lock is for.</summary>
    [Theory]
    [InlineData("""Task<int> A(ISvc svc) { lock (_gate) { return _task ??= svc.GetAsync(); } }""")]
    [InlineData("""Task B() { lock (_gate) { _count++; return _free.WaitAsync(); } }""")]
    [InlineData("""Task D() { lock (_gate) { return _queue.Dequeue().DoAsync(); } }""")]
    [InlineData("""Task<int> E(ISvc svc) { lock (_gate) { if (!_cache.TryGetValue(1, out var task)) { _cache[1] = task = svc.GetAsync(); } return task; } }""")]
    [InlineData("""Task F() { lock (_gate) { return LockingAsync(); } }""")]
    [InlineData("""Task G() { lock (_gate) { return Task.CompletedTask; } }""")]
    [InlineData("""Task H() { lock (_gate) { return CountAsync(); } }""")]
    public Task Lock_around_the_start_of_work(string member) => Verify.SilentAsync($$"""
        class C
        {
            readonly object _gate = new();
            readonly SemaphoreSlim _free = new(1);
            readonly Queue<ISvc> _queue = new();
            readonly Dictionary<int, Task<int>> _cache = new();
            Task<int>? _task;
            int _count;
            {{member}}
            async Task LockingAsync() { await Task.Yield(); lock (_gate) { _count++; } }
            async Task CountAsync() { _count++; await Task.Delay(1); }
        }
        """ + Res);

    [Fact]
    public Task Nested_scopes_are_one_report() => Verify.FixesAsync("""
        class C
        {
            Task<int> M(ISvc svc, ILog log)
            {
                try
                {
                    using (var res = new Res())
                    {
                        return [|res.CountAsync()|];
                    }
                }
                catch (IOException)
                {
                    return [|svc.GetAsync()|];
                }
                finally
                {
                    log.Error("done");
                }
            }
        }
        """ + Res, """
        class C
        {
            async Task<int> M(ISvc svc, ILog log)
            {
                try
                {
                    using (var res = new Res())
                    {
                        return await res.CountAsync();
                    }
                }
                catch (IOException)
                {
                    return await svc.GetAsync();
                }
                finally
                {
                    log.Error("done");
                }
            }
        }
        """ + Res);
}
