using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Async lambdas that are posted to a pump of the project's own, and keep what they catch before they throw it on.</summary>
public class MessagePumpTests
{
    private const string Pump = """

        class Pump : SynchronizationContext
        {
            public Exception? Failure;
            private readonly System.Collections.Concurrent.BlockingCollection<Action> _queue = new();
            public override void Post(SendOrPostCallback d, object? state) => _queue.Add(() => d(state));
            public void Enqueue(Action work) => _queue.Add(work);
            public void End() => _queue.CompleteAdding();
            public void Loop() { foreach (Action work in _queue.GetConsumingEnumerable()) { work(); if (Failure != null) { throw Failure; } } }
        }
        """;

    [Theory]
    [InlineData("""pump.Post(async _ => { try { await task(); } catch (Exception e) { pump.Failure = e; throw; } finally { pump.End(); } }, null);""")]
    [InlineData("""pump.Send(async delegate { try { await task(); } catch (Exception e) { pump.Failure = e; throw new AggregateException(e); } }, null);""")]
    [InlineData("""pump.Enqueue(async () => { try { await task(); } catch (Exception e) { failures.Add(e); throw; } });""")]
    [InlineData("""pump.Post(async _ => { try { await task(); } catch (Exception e) { done.TrySetException(e); throw; } }, null);""")]
    [InlineData("""_work.Enqueue(async () => { try { await task(); } catch (Exception e) { pump.Failure = e; throw; } });""")]
    public Task Kept_and_thrown_on(string statement) => Verify.SilentAsync(Whole(statement));

    [Theory]
    [InlineData("""pump.Post([|async|] _ => { await task(); pump.End(); }, null);""")]
    [InlineData("""pump.Post([|async|] _ => { try { await task(); } catch (Exception e) { Console.WriteLine(e); throw; } }, null);""")]
    [InlineData("""pump.Post([|async|] _ => { try { await task(); } catch (IOException e) { pump.Failure = e; throw; } }, null);""")]
    [InlineData("""pump.Post([|async|] _ => { try { await task(); } catch (Exception e) { pump.Failure = e; throw; } await task(); }, null);""")]
    [InlineData("""SynchronizationContext.Current!.Post([|async|] _ => { try { await task(); } catch (Exception e) { pump.Failure = e; throw; } }, null);""")]
    [InlineData("""new Timer([|async|] _ => { try { await task(); } catch (Exception e) { pump.Failure = e; throw; } });""")]
    [InlineData("""ThreadPool.QueueUserWorkItem([|async|] _ => { try { await task(); } catch (Exception e) { pump.Failure = e; throw; } });""")]
    public Task Not_kept_or_not_of_a_pump(string statement) => Verify.ReportsAsync(Whole(statement));

    private static string Whole(string statement) => $$"""
        class C
        {
            private readonly Queue<Action> _work = new();
            void RunSync(Func<Task> task, Pump pump, List<Exception> failures, TaskCompletionSource done)
            {
                {{statement}}
                pump.Loop();
            }
        }
        """ + Pump;
}
