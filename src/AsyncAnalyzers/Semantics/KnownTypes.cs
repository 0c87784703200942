using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>The types that rules speak of, looked up once per compilation. A type that is absent is null.</summary>
internal sealed class KnownTypes
{
    private static readonly ConditionalWeakTable<Compilation, KnownTypes> PerCompilation = new();

    private static readonly string[] QueryExtensionNames =
    {
        "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "System.Data.Entity.QueryableExtensions", "NHibernate.Linq.LinqExtensionMethods",
        "LinqToDB.AsyncExtensions", "MongoDB.Driver.Linq.MongoQueryable",
    };

    private KnownTypes(Compilation compilation)
    {
        Task = Find("System.Threading.Tasks.Task");
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        TaskFactory = Find("System.Threading.Tasks.TaskFactory");
        TaskFactoryOfT = Find("System.Threading.Tasks.TaskFactory`1");
        AsyncMethodBuilderAttribute = Find("System.Runtime.CompilerServices.AsyncMethodBuilderAttribute");
        NotifyCompletion = Find("System.Runtime.CompilerServices.INotifyCompletion");
        CancellationToken = Find("System.Threading.CancellationToken");
        Thread = Find("System.Threading.Thread");
        ThreadPool = Find("System.Threading.ThreadPool");
        Timer = Find("System.Threading.Timer");
        TimersTimer = Find("System.Timers.Timer");
        Parallel = Find("System.Threading.Tasks.Parallel");
        ParallelEnumerable = Find("System.Linq.ParallelEnumerable");
        Enumerable = Find("System.Linq.Enumerable");
        Monitor = Find("System.Threading.Monitor");
        Lock = Find("System.Threading.Lock");
        Mutex = Find("System.Threading.Mutex");
        SpinLock = Find("System.Threading.SpinLock");
        ReaderWriterLock = Find("System.Threading.ReaderWriterLock");
        ReaderWriterLockSlim = Find("System.Threading.ReaderWriterLockSlim");
        SemaphoreSlim = Find("System.Threading.SemaphoreSlim");
        Semaphore = Find("System.Threading.Semaphore");
        LazyInitializer = Find("System.Threading.LazyInitializer");
        Interlocked = Find("System.Threading.Interlocked");
        Volatile = Find("System.Threading.Volatile");
        ThreadStaticAttribute = Find("System.ThreadStaticAttribute");
        ThreadLocal = Find("System.Threading.ThreadLocal`1");
        ExecutionContext = Find("System.Threading.ExecutionContext");
        SynchronizationContext = Find("System.Threading.SynchronizationContext");
        TransactionScope = Find("System.Transactions.TransactionScope");
        TransactionScopeAsyncFlowOption = Find("System.Transactions.TransactionScopeAsyncFlowOption");
        CultureInfo = Find("System.Globalization.CultureInfo");
        Activity = Find("System.Diagnostics.Activity");
        ActivitySource = Find("System.Diagnostics.ActivitySource");
        CallContext = Find("System.Runtime.Remoting.Messaging.CallContext");
        SpinWait = Find("System.Threading.SpinWait");
        TaskCompletionSource = Find("System.Threading.Tasks.TaskCompletionSource");
        TaskCompletionSourceOfT = Find("System.Threading.Tasks.TaskCompletionSource`1");
        TaskCreationOptions = Find("System.Threading.Tasks.TaskCreationOptions");
        TaskContinuationOptions = Find("System.Threading.Tasks.TaskContinuationOptions");
        PeriodicTimer = Find("System.Threading.PeriodicTimer");
        Channel = Find("System.Threading.Channels.Channel");
        ChannelOfT = Find("System.Threading.Channels.Channel`1");
        ChannelReader = Find("System.Threading.Channels.ChannelReader`1");
        Process = Find("System.Diagnostics.Process");
        TimeSpan = Find("System.TimeSpan");
        EventArgs = Find("System.EventArgs");
        AggregateException = Find("System.AggregateException");
        ExceptionDispatchInfo = Find("System.Runtime.ExceptionServices.ExceptionDispatchInfo");
        Exception = Find("System.Exception");
        Trace = Find("System.Diagnostics.Trace");
        OperationCanceledException = Find("System.OperationCanceledException");
        ConfigureAwaitOptions = Find("System.Threading.Tasks.ConfigureAwaitOptions");
        ExpressionOfT = Find("System.Linq.Expressions.Expression`1");
        AsyncLocal = Find("System.Threading.AsyncLocal`1");
        Disposable = Find("System.IDisposable");
        AsyncDisposable = Find("System.IAsyncDisposable");
        LazyOfT = Find("System.Lazy`1");
        AsyncEnumerableOfT = Find("System.Collections.Generic.IAsyncEnumerable`1");
        AsyncEnumeratorOfT = Find("System.Collections.Generic.IAsyncEnumerator`1");
        HasTestFramework = Find("Xunit.FactAttribute") is not null || Find("NUnit.Framework.TestAttribute") is not null
            || Find("Microsoft.VisualStudio.TestTools.UnitTesting.TestMethodAttribute") is not null || Find("TUnit.Core.TestAttribute") is not null;
        Console = Find("System.Console");
        Stream = Find("System.IO.Stream");
        MemoryStream = Find("System.IO.MemoryStream");
        UnmanagedMemoryStream = Find("System.IO.UnmanagedMemoryStream");
        TextReader = Find("System.IO.TextReader");
        TextWriter = Find("System.IO.TextWriter");
        StringReader = Find("System.IO.StringReader");
        StringWriter = Find("System.IO.StringWriter");
        ServiceScope = Find("Microsoft.Extensions.DependencyInjection.IServiceScope");
        AsyncServiceScope = Find("Microsoft.Extensions.DependencyInjection.AsyncServiceScope");
        DbDataReader = Find("System.Data.Common.DbDataReader");
        DataTableReader = Find("System.Data.DataTableReader");
        Queryable = Find("System.Linq.Queryable");
        QueryExtensions = QueryExtensionNames.Select(Find).OfType<INamedTypeSymbol>().ToImmutableArray();
        EndpointRouteBuilder = Find("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder");
        RequestDelegateFactory = Find("Microsoft.AspNetCore.Http.RequestDelegateFactory");
        HasUserInterfaceLoop = Find("System.Windows.Threading.Dispatcher") is not null || Find("System.Windows.Forms.Control") is not null;

        INamedTypeSymbol? Find(string metadataName)
        {
#pragma warning disable RS0030 // the one place where types are looked up
            // The plain call answers null when two assemblies declare the type (a polyfill beside the framework's own).
            return compilation.GetTypeByMetadataName(metadataName)
                ?? compilation.GetTypesByMetadataName(metadataName).FirstOrDefault(type => type.DeclaredAccessibility == Accessibility.Public);
#pragma warning restore RS0030
        }
    }

    public INamedTypeSymbol? Task { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? TaskFactory { get; }

    public INamedTypeSymbol? TaskFactoryOfT { get; }

    public INamedTypeSymbol? AsyncMethodBuilderAttribute { get; }

    public INamedTypeSymbol? NotifyCompletion { get; }

    public INamedTypeSymbol? CancellationToken { get; }

    public INamedTypeSymbol? Thread { get; }

    public INamedTypeSymbol? ThreadPool { get; }

    /// <summary>System.Threading.Timer.</summary>
    public INamedTypeSymbol? Timer { get; }

    /// <summary>System.Timers.Timer.</summary>
    public INamedTypeSymbol? TimersTimer { get; }

    public INamedTypeSymbol? Parallel { get; }

    public INamedTypeSymbol? ParallelEnumerable { get; }

    public INamedTypeSymbol? Enumerable { get; }

    public INamedTypeSymbol? Monitor { get; }

    public INamedTypeSymbol? Lock { get; }

    public INamedTypeSymbol? Mutex { get; }

    public INamedTypeSymbol? SpinLock { get; }

    public INamedTypeSymbol? ReaderWriterLock { get; }

    public INamedTypeSymbol? ReaderWriterLockSlim { get; }

    public INamedTypeSymbol? SemaphoreSlim { get; }

    public INamedTypeSymbol? Semaphore { get; }

    public INamedTypeSymbol? Interlocked { get; }

    public INamedTypeSymbol? LazyInitializer { get; }

    public INamedTypeSymbol? Volatile { get; }

    public INamedTypeSymbol? ThreadStaticAttribute { get; }

    /// <summary>System.Threading.ThreadLocal&lt;T&gt;.</summary>
    public INamedTypeSymbol? ThreadLocal { get; }

    public INamedTypeSymbol? ExecutionContext { get; }

    public INamedTypeSymbol? SynchronizationContext { get; }

    public INamedTypeSymbol? TransactionScope { get; }

    public INamedTypeSymbol? TransactionScopeAsyncFlowOption { get; }

    public INamedTypeSymbol? CultureInfo { get; }

    /// <summary>System.Diagnostics.Activity.</summary>
    public INamedTypeSymbol? Activity { get; }

    public INamedTypeSymbol? ActivitySource { get; }

    /// <summary>System.Runtime.Remoting.Messaging.CallContext, of .NET Framework.</summary>
    public INamedTypeSymbol? CallContext { get; }

    public INamedTypeSymbol? SpinWait { get; }

    public INamedTypeSymbol? TaskCompletionSource { get; }

    public INamedTypeSymbol? TaskCompletionSourceOfT { get; }

    public INamedTypeSymbol? TaskCreationOptions { get; }

    public INamedTypeSymbol? TaskContinuationOptions { get; }

    public INamedTypeSymbol? PeriodicTimer { get; }

    /// <summary>The static class that makes channels.</summary>
    public INamedTypeSymbol? Channel { get; }

    public INamedTypeSymbol? ChannelOfT { get; }

    /// <summary>ChannelReader&lt;T&gt;.</summary>
    public INamedTypeSymbol? ChannelReader { get; }

    public INamedTypeSymbol? Process { get; }

    public INamedTypeSymbol? TimeSpan { get; }

    public INamedTypeSymbol? EventArgs { get; }

    public INamedTypeSymbol? AggregateException { get; }

    public INamedTypeSymbol? ExceptionDispatchInfo { get; }

    public INamedTypeSymbol? Exception { get; }

    /// <summary>System.Diagnostics.Trace.</summary>
    public INamedTypeSymbol? Trace { get; }

    public INamedTypeSymbol? OperationCanceledException { get; }

    public INamedTypeSymbol? ConfigureAwaitOptions { get; }

    public INamedTypeSymbol? ExpressionOfT { get; }

    /// <summary>System.Threading.AsyncLocal&lt;T&gt;.</summary>
    public INamedTypeSymbol? AsyncLocal { get; }

    /// <summary>System.IDisposable.</summary>
    public INamedTypeSymbol? Disposable { get; }

    /// <summary>System.IAsyncDisposable.</summary>
    public INamedTypeSymbol? AsyncDisposable { get; }

    public INamedTypeSymbol? LazyOfT { get; }

    public INamedTypeSymbol? AsyncEnumerableOfT { get; }

    public INamedTypeSymbol? AsyncEnumeratorOfT { get; }

    /// <summary>xUnit, NUnit, MSTest or TUnit is referenced: a project of tests.</summary>
    public bool HasTestFramework { get; }

    public INamedTypeSymbol? Console { get; }

    public INamedTypeSymbol? Stream { get; }

    public INamedTypeSymbol? MemoryStream { get; }

    public INamedTypeSymbol? UnmanagedMemoryStream { get; }

    public INamedTypeSymbol? TextReader { get; }

    public INamedTypeSymbol? TextWriter { get; }

    public INamedTypeSymbol? StringReader { get; }

    public INamedTypeSymbol? StringWriter { get; }

    /// <summary>Microsoft.Extensions.DependencyInjection.IServiceScope.</summary>
    public INamedTypeSymbol? ServiceScope { get; }

    /// <summary>Microsoft.Extensions.DependencyInjection.AsyncServiceScope.</summary>
    public INamedTypeSymbol? AsyncServiceScope { get; }

    public INamedTypeSymbol? DbDataReader { get; }

    public INamedTypeSymbol? DataTableReader { get; }

    public INamedTypeSymbol? Queryable { get; }

    /// <summary>The classes in which object-relational mappers declare the asynchronous counterparts of LINQ's operators.</summary>
    public ImmutableArray<INamedTypeSymbol> QueryExtensions { get; }

    /// <summary>What ASP.NET Core's <c>MapGet</c> and its like extend.</summary>
    public INamedTypeSymbol? EndpointRouteBuilder { get; }

    public INamedTypeSymbol? RequestDelegateFactory { get; }

    /// <summary>WPF or Windows Forms is referenced: continuations may come back to one thread.</summary>
    public bool HasUserInterfaceLoop { get; }

    public static KnownTypes Of(Compilation compilation)
        => PerCompilation.GetValue(compilation, static compilation => new KnownTypes(compilation));
}
