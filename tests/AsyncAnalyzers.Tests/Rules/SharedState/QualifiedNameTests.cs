using Captured = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3019CapturedLoopVariableAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3019CapturedLoopVariableCodeFix>;
using Update = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>Types that are written with their namespace mean what they mean without it.</summary>
public class QualifiedNameTests
{
    [Fact]
    public Task What_starts_work_that_updates_state() => Update.FixesAsync("""
        class C
        {
            private int _n; private System.Threading.Timer? _t;
            void A(int[] xs) { System.Threading.Tasks.Parallel.ForEach(xs, x => [|_n++|]); }
            void B() { for (int k = 0; k < 3; k++) System.Threading.Tasks.Task.Run(() => [|_n++|]); }
            void D() { for (int k = 0; k < 3; k++) new System.Threading.Thread(() => [|_n++|]).Start(); }
            void E() { for (int k = 0; k < 3; k++) global::System.Threading.Tasks.Task.Run(() => [|_n++|]); }
            void F() { for (int k = 0; k < 3; k++) System.Threading.ThreadPool.QueueUserWorkItem(_ => [|_n++|]); }
            void G() { _t = new System.Threading.Timer(_ => [|_n++|], null, 0, 100); }
            void H() { for (int k = 0; k < 3; k++) { System.Threading.Thread t = new(() => [|_n++|]); t.Start(); } }
            async Task I(int[] xs) { await System.Threading.Tasks.Task.WhenAll(xs.Select(async x => { await Task.Yield(); [|_n++|]; })); }
        }
        """, """
        class C
        {
            private int _n; private System.Threading.Timer? _t;
            void A(int[] xs) { System.Threading.Tasks.Parallel.ForEach(xs, x => Interlocked.Increment(ref _n)); }
            void B() { for (int k = 0; k < 3; k++) System.Threading.Tasks.Task.Run(() => Interlocked.Increment(ref _n)); }
            void D() { for (int k = 0; k < 3; k++) new System.Threading.Thread(() => Interlocked.Increment(ref _n)).Start(); }
            void E() { for (int k = 0; k < 3; k++) global::System.Threading.Tasks.Task.Run(() => Interlocked.Increment(ref _n)); }
            void F() { for (int k = 0; k < 3; k++) System.Threading.ThreadPool.QueueUserWorkItem(_ => Interlocked.Increment(ref _n)); }
            void G() { _t = new System.Threading.Timer(_ => Interlocked.Increment(ref _n), null, 0, 100); }
            void H() { for (int k = 0; k < 3; k++) { System.Threading.Thread t = new(() => Interlocked.Increment(ref _n)); t.Start(); } }
            async Task I(int[] xs) { await System.Threading.Tasks.Task.WhenAll(xs.Select(async x => { await Task.Yield(); Interlocked.Increment(ref _n); })); }
        }
        """);

    [Fact]
    public Task What_starts_work_that_captures_a_loop_variable() => Captured.FixesAsync("""
        class C
        {
            void Work(int n) { }
            void A() { for (int i = 0; i < 5; i++) System.Threading.Tasks.Task.Run(() => Work([|i|])); }
            void B() { for (int i = 0; i < 5; i++) { new System.Threading.Thread(() => Work([|i|])).Start(); } }
            void D() { for (int i = 0; i < 5; i++) { new global::System.Threading.Thread(() => Work([|i|])).Start(); } }
            void E() { for (int i = 0; i < 5; i++) { System.Threading.Thread t = new(() => Work([|i|])); t.Start(); } }
            void F() { for (int i = 0; i < 5; i++) { new System.Threading.Thread(new System.Threading.ThreadStart(() => Work([|i|]))).Start(); } }
            void G() { for (int i = 0; i < 5; i++) { var t = new System.Threading.Timer(_ => Work([|i|]), null, 0, 0); } }
        }
        """, """
        class C
        {
            void Work(int n) { }
            void A() { for (int i = 0; i < 5; i++) { var index = i; System.Threading.Tasks.Task.Run(() => Work(index)); } }
            void B() { for (int i = 0; i < 5; i++) { var index = i; new System.Threading.Thread(() => Work(index)).Start(); } }
            void D() { for (int i = 0; i < 5; i++) { var index = i; new global::System.Threading.Thread(() => Work(index)).Start(); } }
            void E() { for (int i = 0; i < 5; i++) { var index = i; System.Threading.Thread t = new(() => Work(index)); t.Start(); } }
            void F() { for (int i = 0; i < 5; i++) { var index = i; new System.Threading.Thread(new System.Threading.ThreadStart(() => Work(index))).Start(); } }
            void G() { for (int i = 0; i < 5; i++) { var index = i; var t = new System.Threading.Timer(_ => Work(index), null, 0, 0); } }
        }
        """);

    [Fact]
    public Task The_copy_is_made_under_the_label_of_a_case() => Captured.FixesAsync("""
        class C
        {
            void Work(int n) { }
            void A(int k)
            {
                for (int i = 0; i < 5; i++)
                {
                    switch (k)
                    {
                        case 1:
                            // in the background
                            Task.Run(() => Work([|i|]));
                            break;
                        case 2: new Thread(() => Work([|i|])).Start(); break;
                        default:
                            Work(i);
                            break;
                    }
                }
            }
            void B(int k)
            {
                for (int i = 0; i < 5; i++)
                    switch (k)
                    {
                        case 1 when i > 2:
                            Task.Run(() => Work([|i|]));
                            ThreadPool.QueueUserWorkItem(_ => Work([|i|]));
                            break;
                    }
            }
        }
        """, """
        class C
        {
            void Work(int n) { }
            void A(int k)
            {
                for (int i = 0; i < 5; i++)
                {
                    switch (k)
                    {
                        case 1:
                            // in the background
                            var index = i;
                            Task.Run(() => Work(index));
                            break;
                        case 2: var index2 = i; new Thread(() => Work(index2)).Start(); break;
                        default:
                            Work(i);
                            break;
                    }
                }
            }
            void B(int k)
            {
                for (int i = 0; i < 5; i++)
                    switch (k)
                    {
                        case 1 when i > 2:
                            var index = i;
                            Task.Run(() => Work(index));
                            ThreadPool.QueueUserWorkItem(_ => Work(index));
                            break;
                    }
            }
        }
        """);

    [Fact]
    public Task Awaited_in_the_section_or_of_another_type() => Captured.SilentAsync("""
        class C
        {
            void Work(int n) { }
            async Task A(int k) { for (int i = 0; i < 5; i++) { switch (k) { case 1: await System.Threading.Tasks.Task.Run(() => Work(i)); break; } } }
            void B() { for (int i = 0; i < 5; i++) { new Own.Thread(() => Work(i)); } }
        }
        namespace Own { class Thread { public Thread(Action run) => run(); } }
        """);
}
