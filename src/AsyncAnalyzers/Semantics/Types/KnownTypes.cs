using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The types that rules speak of, looked up once per compilation, each when somebody asks for it. A type that is absent is null.
/// </summary>
internal sealed class KnownTypes
{
    private static readonly ConditionalWeakTable<Compilation, KnownTypes> PerCompilation = new();

    private static readonly string[] QueryExtensionNames =
    {
        "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions",
        "System.Data.Entity.QueryableExtensions", "NHibernate.Linq.LinqExtensionMethods",
        "LinqToDB.AsyncExtensions", "MongoDB.Driver.Linq.MongoQueryable",
    };

    private readonly ConcurrentDictionary<string, object?> _absent = new(StringComparer.Ordinal);

    /// <summary>The compilation that they are looked up in.</summary>
    public Compilation Compilation { get; }

    private KnownTypes(Compilation compilation)
    {
        Compilation = compilation;
        HasTestFramework = Find("Xunit.FactAttribute") is not null || Find("NUnit.Framework.TestAttribute") is not null
            || Find("Microsoft.VisualStudio.TestTools.UnitTesting.TestMethodAttribute") is not null
            || Find("TUnit.Core.TestAttribute") is not null || Find("BenchmarkDotNet.Attributes.BenchmarkAttribute") is not null
            || ExampleProjects.AreNamedForTests(compilation.AssemblyName);
    }

    public INamedTypeSymbol? Task => field ??= Find("System.Threading.Tasks.Task");

    public INamedTypeSymbol? TaskOfT => field ??= Find("System.Threading.Tasks.Task`1");

    public INamedTypeSymbol? ValueTask => field ??= Find("System.Threading.Tasks.ValueTask");

    public INamedTypeSymbol? ValueTaskOfT => field ??= Find("System.Threading.Tasks.ValueTask`1");

    public INamedTypeSymbol? TaskFactory => field ??= Find("System.Threading.Tasks.TaskFactory");

    public INamedTypeSymbol? TaskFactoryOfT => field ??= Find("System.Threading.Tasks.TaskFactory`1");

    public INamedTypeSymbol? AsyncMethodBuilderAttribute => field ??= Find("System.Runtime.CompilerServices.AsyncMethodBuilderAttribute");

    public INamedTypeSymbol? NotifyCompletion => field ??= Find("System.Runtime.CompilerServices.INotifyCompletion");

    public INamedTypeSymbol? CancellationToken => field ??= Find("System.Threading.CancellationToken");

    public INamedTypeSymbol? CancellationTokenSource => field ??= Find("System.Threading.CancellationTokenSource");

    public INamedTypeSymbol? Thread => field ??= Find("System.Threading.Thread");

    public INamedTypeSymbol? ThreadPool => field ??= Find("System.Threading.ThreadPool");

    /// <summary>System.Threading.Timer.</summary>
    public INamedTypeSymbol? Timer => field ??= Find("System.Threading.Timer");

    /// <summary>System.Timers.Timer.</summary>
    public INamedTypeSymbol? TimersTimer => field ??= Find("System.Timers.Timer");

    /// <summary>System.TimeProvider.</summary>
    public INamedTypeSymbol? TimeProvider => field ??= Find("System.TimeProvider");

    /// <summary>System.Threading.ITimer, of a TimeProvider.</summary>
    public INamedTypeSymbol? TimerOfProvider => field ??= Find("System.Threading.ITimer");

    /// <summary>The timer of WPF.</summary>
    public INamedTypeSymbol? DispatcherTimer => field ??= Find("System.Windows.Threading.DispatcherTimer");

    /// <summary>The timer of Windows Forms.</summary>
    public INamedTypeSymbol? FormsTimer => field ??= Find("System.Windows.Forms.Timer");

    public INamedTypeSymbol? Parallel => field ??= Find("System.Threading.Tasks.Parallel");

    public INamedTypeSymbol? ParallelEnumerable => field ??= Find("System.Linq.ParallelEnumerable");

    public INamedTypeSymbol? Enumerable => field ??= Find("System.Linq.Enumerable");

    public INamedTypeSymbol? TimeoutException => field ??= Find("System.TimeoutException");

    public INamedTypeSymbol? Monitor => field ??= Find("System.Threading.Monitor");

    public INamedTypeSymbol? Lock => field ??= Find("System.Threading.Lock");

    public INamedTypeSymbol? Mutex => field ??= Find("System.Threading.Mutex");

    public INamedTypeSymbol? SpinLock => field ??= Find("System.Threading.SpinLock");

    public INamedTypeSymbol? ReaderWriterLock => field ??= Find("System.Threading.ReaderWriterLock");

    public INamedTypeSymbol? ReaderWriterLockSlim => field ??= Find("System.Threading.ReaderWriterLockSlim");

    public INamedTypeSymbol? SemaphoreSlim => field ??= Find("System.Threading.SemaphoreSlim");

    public INamedTypeSymbol? Semaphore => field ??= Find("System.Threading.Semaphore");

    public INamedTypeSymbol? Interlocked => field ??= Find("System.Threading.Interlocked");

    public INamedTypeSymbol? LazyInitializer => field ??= Find("System.Threading.LazyInitializer");

    public INamedTypeSymbol? Volatile => field ??= Find("System.Threading.Volatile");

    public INamedTypeSymbol? ThreadStaticAttribute => field ??= Find("System.ThreadStaticAttribute");

    /// <summary>System.Threading.ThreadLocal&lt;T&gt;.</summary>
    public INamedTypeSymbol? ThreadLocal => field ??= Find("System.Threading.ThreadLocal`1");

    public INamedTypeSymbol? ExecutionContext => field ??= Find("System.Threading.ExecutionContext");

    public INamedTypeSymbol? SynchronizationContext => field ??= Find("System.Threading.SynchronizationContext");

    public INamedTypeSymbol? TransactionScope => field ??= Find("System.Transactions.TransactionScope");

    public INamedTypeSymbol? TransactionScopeAsyncFlowOption => field ??= Find("System.Transactions.TransactionScopeAsyncFlowOption");

    public INamedTypeSymbol? CultureInfo => field ??= Find("System.Globalization.CultureInfo");

    /// <summary>System.Diagnostics.Activity.</summary>
    public INamedTypeSymbol? Activity => field ??= Find("System.Diagnostics.Activity");

    public INamedTypeSymbol? ActivitySource => field ??= Find("System.Diagnostics.ActivitySource");

    /// <summary>System.Runtime.Remoting.Messaging.CallContext, of .NET Framework.</summary>
    public INamedTypeSymbol? CallContext => field ??= Find("System.Runtime.Remoting.Messaging.CallContext");

    public INamedTypeSymbol? SpinWait => field ??= Find("System.Threading.SpinWait");

    public INamedTypeSymbol? TaskCompletionSource => field ??= Find("System.Threading.Tasks.TaskCompletionSource");

    public INamedTypeSymbol? TaskCompletionSourceOfT => field ??= Find("System.Threading.Tasks.TaskCompletionSource`1");

    public INamedTypeSymbol? TaskCreationOptions => field ??= Find("System.Threading.Tasks.TaskCreationOptions");

    public INamedTypeSymbol? TaskContinuationOptions => field ??= Find("System.Threading.Tasks.TaskContinuationOptions");

    public INamedTypeSymbol? PeriodicTimer => field ??= Find("System.Threading.PeriodicTimer");

    /// <summary>The static class that makes channels.</summary>
    public INamedTypeSymbol? Channel => field ??= Find("System.Threading.Channels.Channel");

    public INamedTypeSymbol? ChannelOfT => field ??= Find("System.Threading.Channels.Channel`1");

    /// <summary>ChannelReader&lt;T&gt;.</summary>
    public INamedTypeSymbol? ChannelReader => field ??= Find("System.Threading.Channels.ChannelReader`1");

    /// <summary>ChannelWriter&lt;T&gt;.</summary>
    public INamedTypeSymbol? ChannelWriter => field ??= Find("System.Threading.Channels.ChannelWriter`1");

    public INamedTypeSymbol? FileSystemWatcher => field ??= Find("System.IO.FileSystemWatcher");

    public INamedTypeSymbol? SerialPort => field ??= Find("System.IO.Ports.SerialPort");

    public INamedTypeSymbol? Process => field ??= Find("System.Diagnostics.Process");

    public INamedTypeSymbol? TimeSpan => field ??= Find("System.TimeSpan");

    public INamedTypeSymbol? EventArgs => field ??= Find("System.EventArgs");

    public INamedTypeSymbol? AggregateException => field ??= Find("System.AggregateException");

    public INamedTypeSymbol? ExceptionDispatchInfo => field ??= Find("System.Runtime.ExceptionServices.ExceptionDispatchInfo");

    public INamedTypeSymbol? Exception => field ??= Find("System.Exception");

    /// <summary>System.Diagnostics.Trace.</summary>
    public INamedTypeSymbol? Trace => field ??= Find("System.Diagnostics.Trace");

    public INamedTypeSymbol? OperationCanceledException => field ??= Find("System.OperationCanceledException");

    public INamedTypeSymbol? ConfigureAwaitOptions => field ??= Find("System.Threading.Tasks.ConfigureAwaitOptions");

    public INamedTypeSymbol? ExpressionOfT => field ??= Find("System.Linq.Expressions.Expression`1");

    /// <summary>System.Threading.AsyncLocal&lt;T&gt;.</summary>
    public INamedTypeSymbol? AsyncLocal => field ??= Find("System.Threading.AsyncLocal`1");

    /// <summary>System.IDisposable.</summary>
    public INamedTypeSymbol? Disposable => field ??= Find("System.IDisposable");

    /// <summary>System.IAsyncDisposable.</summary>
    public INamedTypeSymbol? AsyncDisposable => field ??= Find("System.IAsyncDisposable");

    /// <summary>System.Collections.Generic.List&lt;T&gt;.</summary>
    public INamedTypeSymbol? ListOfT => field ??= Find("System.Collections.Generic.List`1");

    /// <summary>The framework has <c>Random.Shared</c>, which all threads may use.</summary>
    public bool HasSharedRandom => Find("System.Random")?.GetMembers("Shared").IsEmpty == false;

    public INamedTypeSymbol? LazyOfT => field ??= Find("System.Lazy`1");

    public INamedTypeSymbol? ConcurrentDictionary => field ??= Find("System.Collections.Concurrent.ConcurrentDictionary`2");

    public INamedTypeSymbol? ConcurrentQueue => field ??= Find("System.Collections.Concurrent.ConcurrentQueue`1");

    public INamedTypeSymbol? ConcurrentStack => field ??= Find("System.Collections.Concurrent.ConcurrentStack`1");

    public INamedTypeSymbol? ConcurrentBag => field ??= Find("System.Collections.Concurrent.ConcurrentBag`1");

    public INamedTypeSymbol? AsyncEnumerableOfT => field ??= Find("System.Collections.Generic.IAsyncEnumerable`1");

    public INamedTypeSymbol? AsyncEnumeratorOfT => field ??= Find("System.Collections.Generic.IAsyncEnumerator`1");

    public INamedTypeSymbol? EnumeratorCancellationAttribute
        => field ??= Find("System.Runtime.CompilerServices.EnumeratorCancellationAttribute");

    /// <summary>
    /// A project of tests or benchmarks: xUnit, NUnit, MSTest, TUnit or BenchmarkDotNet is referenced, or its name says so.
    /// </summary>
    public bool HasTestFramework { get; }

    public INamedTypeSymbol? Console => field ??= Find("System.Console");

    public INamedTypeSymbol? Stream => field ??= Find("System.IO.Stream");

    public INamedTypeSymbol? MemoryStream => field ??= Find("System.IO.MemoryStream");

    public INamedTypeSymbol? UnmanagedMemoryStream => field ??= Find("System.IO.UnmanagedMemoryStream");

    public INamedTypeSymbol? TextReader => field ??= Find("System.IO.TextReader");

    public INamedTypeSymbol? TextWriter => field ??= Find("System.IO.TextWriter");

    public INamedTypeSymbol? StringReader => field ??= Find("System.IO.StringReader");

    public INamedTypeSymbol? StringWriter => field ??= Find("System.IO.StringWriter");

    /// <summary>Microsoft.Extensions.DependencyInjection.IServiceScope.</summary>
    public INamedTypeSymbol? ServiceScope => field ??= Find("Microsoft.Extensions.DependencyInjection.IServiceScope");

    /// <summary>Microsoft.Extensions.DependencyInjection.AsyncServiceScope.</summary>
    public INamedTypeSymbol? AsyncServiceScope => field ??= Find("Microsoft.Extensions.DependencyInjection.AsyncServiceScope");

    /// <summary>Microsoft.Extensions.Hosting.IHostedService, which BackgroundService implements.</summary>
    public INamedTypeSymbol? HostedService => field ??= Find("Microsoft.Extensions.Hosting.IHostedService");

    public INamedTypeSymbol? DbDataReader => field ??= Find("System.Data.Common.DbDataReader");

    public INamedTypeSymbol? DataTableReader => field ??= Find("System.Data.DataTableReader");

    public INamedTypeSymbol? Queryable => field ??= Find("System.Linq.Queryable");

    /// <summary>The classes in which object-relational mappers declare the asynchronous counterparts of LINQ's operators.</summary>
    public IReadOnlyList<INamedTypeSymbol> QueryExtensions
        => field ??= QueryExtensionNames.Select(Find).OfType<INamedTypeSymbol>().ToArray();

    /// <summary>What ASP.NET Core's <c>MapGet</c> and its like extend.</summary>
    public INamedTypeSymbol? EndpointRouteBuilder => field ??= Find("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder");

    public INamedTypeSymbol? RequestDelegateFactory => field ??= Find("Microsoft.AspNetCore.Http.RequestDelegateFactory");

    public INamedTypeSymbol? HttpContext => field ??= Find("Microsoft.AspNetCore.Http.HttpContext");

    /// <summary>What the constructor of a middleware takes: the next one.</summary>
    public INamedTypeSymbol? RequestDelegate => field ??= Find("Microsoft.AspNetCore.Http.RequestDelegate");

    public INamedTypeSymbol? ControllerBase => field ??= Find("Microsoft.AspNetCore.Mvc.ControllerBase");

    /// <summary>Microsoft.AspNetCore.Mvc.RazorPages.PageModel.</summary>
    public INamedTypeSymbol? PageModel => field ??= Find("Microsoft.AspNetCore.Mvc.RazorPages.PageModel");

    /// <summary>Microsoft.AspNetCore.SignalR.Hub.</summary>
    public INamedTypeSymbol? Hub => field ??= Find("Microsoft.AspNetCore.SignalR.Hub");

    /// <summary>System.Net.Http.DelegatingHandler.</summary>
    public INamedTypeSymbol? DelegatingHandler => field ??= Find("System.Net.Http.DelegatingHandler");

    /// <summary>WPF or Windows Forms is referenced: continuations may come back to one thread.</summary>
    public bool HasUserInterfaceLoop => Dispatcher is not null || Control is not null;

    public INamedTypeSymbol? Dispatcher => field ??= Find("System.Windows.Threading.Dispatcher");

    public INamedTypeSymbol? Control => field ??= Find("System.Windows.Forms.Control");

    public static KnownTypes Of(Compilation compilation)
        => PerCompilation.GetValue(compilation, static compilation => new KnownTypes(compilation));

    private INamedTypeSymbol? Find(string metadataName)
    {
        if (_absent.ContainsKey(metadataName))
        {
            return null;
        }

#pragma warning disable RS0030 // the one place where types are looked up
        // The plain call answers null when two assemblies declare the type (a polyfill beside the framework's own).
        INamedTypeSymbol? found = Compilation.GetTypeByMetadataName(metadataName)
            ?? Compilation.GetTypesByMetadataName(metadataName).FirstOrDefault(type => type.DeclaredAccessibility == Accessibility.Public);
#pragma warning restore RS0030
        if (found is null)
        {
            _absent.TryAdd(metadataName, null);
        }

        return found;
    }
}
