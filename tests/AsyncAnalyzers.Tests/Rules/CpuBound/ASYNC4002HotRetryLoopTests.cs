using AsyncAnalyzers.Rules.CpuBound;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.CpuBound.ASYNC4002HotRetryLoopAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.CpuBound.ASYNC4002HotRetryLoopAnalyzer, AsyncAnalyzers.Rules.CpuBound.ASYNC4002HotRetryLoopCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.CpuBound;

public class ASYNC4002HotRetryLoopTests
{
    [Theory]
    [InlineData(
        "while (true) { try { Use(await _listener.AcceptTcpClientAsync()); } [|catch|] (Exception e) { Log(e); } }",
        "while (true) { try { Use(await _listener.AcceptTcpClientAsync()); } catch (Exception e) { Log(e); await Task.Delay(200); } }")]
    [InlineData(
        "for (;;) { try { Use(await _udp.ReceiveAsync()); } [|catch|] { } }",
        "for (;;) { try { Use(await _udp.ReceiveAsync()); } catch { await Task.Delay(200); } }")]
    [InlineData(
        "while (!ct.IsCancellationRequested) { try { Use(await _http.GetAsync(\"u\", ct)); } [|catch|] (Exception) { _n++; Log(_n); } }",
        "while (!ct.IsCancellationRequested) { try { Use(await _http.GetAsync(\"u\", ct)); } catch (Exception) { _n++; Log(_n); await Task.Delay(200); } }")]
    [InlineData(
        "while (!_stopped) { try { await _pipe.ConnectAsync(ct); } [|catch|] (Exception) { Log(1); continue; } }",
        "while (!_stopped) { try { await _pipe.ConnectAsync(ct); } catch (Exception) { Log(1); await Task.Delay(200); continue; } }")]
    [InlineData(
        "do { try { int n = await _net.ReadAsync(_b, 0, 9, ct); if (n == 0) return; Use(n); } [|catch|] (Exception e) when (e is not OperationCanceledException) { Log(e); } } while (true);",
        "do { try { int n = await _net.ReadAsync(_b, 0, 9, ct); if (n == 0) return; Use(n); } catch (Exception e) when (e is not OperationCanceledException) { Log(e); await Task.Delay(200); } } while (true);")]
    [InlineData(
        "while (true) { try { if ((await _ws.ReceiveAsync(new ArraySegment<byte>(_b), ct)).Count > 0) { await Task.Delay(9); } } catch (OperationCanceledException) { break; } [|catch|] (Exception) when (!ct.IsCancellationRequested) { } }",
        "while (true) { try { if ((await _ws.ReceiveAsync(new ArraySegment<byte>(_b), ct)).Count > 0) { await Task.Delay(9); } } catch (OperationCanceledException) { break; } catch (Exception) when (!ct.IsCancellationRequested) { await Task.Delay(200); } }")]
    // The pause behind the call is not reached.
    [InlineData(
        "while (true) { try { using var answer = await _http.PostAsync(\"u\", null); Use(answer); await Task.Delay(5000, ct); } [|catch|] (Exception e) { Log(e); } }",
        "while (true) { try { using var answer = await _http.PostAsync(\"u\", null); Use(answer); await Task.Delay(5000, ct); } catch (Exception e) { Log(e); await Task.Delay(200); } }")]
    [InlineData(
        "while (true) { try { await _db.OpenAsync(ct); await Task.Delay(5000, ct); } [|catch|] { } }",
        "while (true) { try { await _db.OpenAsync(ct); await Task.Delay(5000, ct); } catch { await Task.Delay(200); } }")]
    // Through methods of the project, and past what throws.
    [InlineData(
        "while (true) { try { Use(await NextAsync()); } [|catch|] (Exception e) { Log(e); } }",
        "while (true) { try { Use(await NextAsync()); } catch (Exception e) { Log(e); await Task.Delay(200); } }")]
    [InlineData(
        "while (true) { byte[] buffer = new byte[9]; using (new System.IO.MemoryStream()) { try { await FrameAsync(buffer); } [|catch|] { } finally { _n = 0; } } }",
        "while (true) { byte[] buffer = new byte[9]; using (new System.IO.MemoryStream()) { try { await FrameAsync(buffer); } catch { await Task.Delay(200); } finally { _n = 0; } } }")]
    public Task A_pause_is_added(string body, string repaired) => Verify.FixesAsync(Member(body), Member(repaired));

    [Fact]
    public Task The_layout_and_the_habit_are_kept() => Verify.FixesAsync(
        """
        using System.Net.Sockets;

        class C
        {
            async Task M(TcpListener listener)
            {
                while (true)
                {
                    try
                    {
                        _ = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
                    }
                    [|catch|] (Exception e)
                    {
                        Console.WriteLine(e); // said
                    }
                }
            }
        }
        """,
        """
        using System.Net.Sockets;

        class C
        {
            async Task M(TcpListener listener)
            {
                while (true)
                {
                    try
                    {
                        _ = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e); // said
                        await Task.Delay(200).ConfigureAwait(false);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task The_message_names_the_call() => Report.ReportsAsync(
        Member("while (true) { try { Use(await {|#1:_udp.ReceiveAsync()|}); } {|#0:catch|} { } }"),
        configure: test => test.ExpectedDiagnostics.Add(
            new DiagnosticResult(ASYNC4002HotRetryLoopAnalyzer.Id, DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'ReceiveAsync' (Test0.cs:23) is called again at once when it fails, and a core is busy with that; await 'Task.Delay' in the 'catch'")));

    [Theory]
    // There is a pause.
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch { await Task.Delay(1000); } }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch { Thread.Sleep(1000); } }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch { } await Task.Delay(1000); }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch { } finally { await Task.Delay(1000); } }")]
    [InlineData("while (true) { await Task.Delay(1000); try { Use(await _udp.ReceiveAsync()); } catch { } }")]
    [InlineData("while (true) { try { await Task.Delay(1000); Use(await _udp.ReceiveAsync()); } catch { } }")]
    [InlineData("while (await _timer.WaitForNextTickAsync()) { try { Use(await _udp.ReceiveAsync()); } catch { } }")]
    [InlineData("while (true) { try { if (_n > 0) { Use(await _udp.ReceiveAsync()); } else { await Task.Delay(1000); } } catch { } }")]
    [InlineData("while (true) { try { Use(await SlowAsync()); } catch { } }")]
    // The loop ends, or may.
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch { break; } }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch { if (_n++ > 3) throw; } }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch (ObjectDisposedException) { return; } catch (Exception) { Log(1); } }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch (Exception e) { Log(e); } if (_n > 3) break; }")]
    [InlineData("while (true) { if (_stopped) break; try { Use(await _udp.ReceiveAsync()); } catch { } }")]
    [InlineData("for (int i = 0; i < 3; i++) { try { Use(await _http.GetAsync(\"u\")); } catch { } }")]
    [InlineData("foreach (string u in new[] { \"a\" }) { try { Use(await _http.GetAsync(u)); } catch { } }")]
    [InlineData("while (_ws.State == System.Net.WebSockets.WebSocketState.Open) { try { Use(await _ws.ReceiveAsync(new ArraySegment<byte>(_b), ct)); } catch { } }")]
    [InlineData("while (IsOpen) { try { Use(await _udp.ReceiveAsync()); } catch { } }")]
    // The clause does something about it, or is for one failure.
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch { Stop(); } }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch { _stopped = true; } }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch (System.Net.Sockets.SocketException) { } }")]
    [InlineData("while (true) { try { Use(await _udp.ReceiveAsync()); } catch (Exception e) when (e is TimeoutException) { } }")]
    // What comes in sets the pace, or nothing is known of it.
    [InlineData("while (true) { try { Use(await _channel.Reader.ReadAsync()); } catch (Exception e) { Log(e); } }")]
    [InlineData("while (true) { try { int n = await _channel.Reader.ReadAsync(); Use(await _http.GetAsync(\"u\" + n)); } catch (Exception e) { Log(e); } }")]
    [InlineData("while (true) { try { await foreach (int n in _channel.Reader.ReadAllAsync()) { Use(await _http.GetAsync(\"u\" + n)); } } catch { } }")]
    [InlineData("while (true) { try { Use(await _other()); } catch { } }")]
    [InlineData("while (true) { try { Use(await System.Net.Dns.GetHostAddressesAsync(\"h\")); } catch { } }")]
    [InlineData("while (true) { try { Use(await System.IO.File.ReadAllTextAsync(\"f\")); } catch { } }")]
    [InlineData("while (true) { try { lock (_b) { _n++; } } catch { } }")]
    // Not the loop of the clause.
    [InlineData("try { while (true) { Use(await _udp.ReceiveAsync()); } } catch { }")]
    [InlineData("while (true) { Func<Task> f = async () => { try { Use(await _udp.ReceiveAsync()); } catch { } }; await Task.Delay(9); await f(); }")]
    public Task Silent(string body) => Verify.SilentAsync(Member(body));

    [Fact]
    public Task Look_alikes() => Verify.SilentAsync("""
        class UdpClient
        {
            public async Task<int> ReceiveAsync()
            {
                await Task.Delay(1000);
                return 1;
            }

            async Task M()
            {
                while (true)
                {
                    try
                    {
                        await ReceiveAsync();
                    }
                    catch
                    {
                    }
                }
            }
        }
        """);

    [Fact]
    public Task A_test_shows_it() => Verify.SilentAsync("""
        namespace Xunit { public class FactAttribute : Attribute { } }

        class C
        {
            [Xunit.Fact]
            public async Task M()
            {
                var udp = new System.Net.Sockets.UdpClient();
                while (true)
                {
                    try
                    {
                        await udp.ReceiveAsync();
                    }
                    catch
                    {
                    }
                }
            }
        }
        """);

    private static string Member(string body) => $$"""
        class C
        {
            private readonly System.Net.Sockets.TcpListener _listener = new(System.Net.IPAddress.Any, 1);
            private readonly System.Net.Sockets.UdpClient _udp = new();
            private readonly System.Net.Http.HttpClient _http = new();
            private readonly System.IO.Pipes.NamedPipeClientStream _pipe = new("p");
            private readonly System.Net.WebSockets.ClientWebSocket _ws = new();
            private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1));
            private readonly System.Threading.Channels.Channel<int> _channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
            private readonly System.Net.Sockets.NetworkStream _net = null!;
            private readonly Func<Task<int>> _other = null!;
            private readonly System.Data.Common.DbConnection _db = null!;
            private readonly byte[] _b = new byte[9];
            private bool _stopped;
            private int _n;

            private bool IsOpen => _udp.Client is not null;

            public void Stop() => _stopped = true;

            public async Task M(CancellationToken ct)
            {
                {{body}}
            }

            private static void Use(object? one) { }

            private static void Log(object? one) { }

            private async Task<int> NextAsync()
            {
                if (_stopped) throw new InvalidOperationException();
                var result = await _udp.ReceiveAsync();
                return result.Buffer.Length;
            }

            private Task FrameAsync(byte[] buffer) => ReadAsync(buffer);

            private async Task ReadAsync(byte[] buffer) => await _net.ReadAsync(buffer, 0, buffer.Length);

            private async Task<int> SlowAsync()
            {
                await Task.Delay(100);
                return (await _udp.ReceiveAsync()).Buffer.Length;
            }
        }
        """;
}
