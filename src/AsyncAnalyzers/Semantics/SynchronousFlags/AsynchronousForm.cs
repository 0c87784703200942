namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What code that blocks would be in asynchronous code, as far as names tell: a counterpart, a delay, an await of the same task.
/// </summary>
internal sealed class AsynchronousForm
{
    /// <summary>The name that is called or read; null for disposals and loops.</summary>
    private readonly string? _name;

    /// <summary>What <see cref="_name"/> is called on.</summary>
    private readonly ExpressionSyntax? _receiver;

    /// <summary>What a wait waits for.</summary>
    private readonly ExpressionSyntax? _task;

    private readonly string? _counterpart;
    private readonly bool _isDelay;
    private readonly bool _isDisposal;
    private readonly bool _isEnumeration;

    private AsynchronousForm(SyntaxNode node, string? counterpart)
    {
        _counterpart = counterpart;
        SimpleNameSyntax? name = NameIn(node);
        _name = name?.Identifier.ValueText;
        _receiver = name is null ? null : CallSyntax.Receiver(name);
        _task = _receiver is not null && BlockingWait.Names.Contains(_name) ? TaskIn(_receiver) : null;
        _isDisposal = node is UsingStatementSyntax or LocalDeclarationStatementSyntax;
        _isEnumeration = (name is null ? node : CallSyntax.InvocationOf(name)?.Parent) is CommonForEachStatementSyntax;
        _isDelay = _name is "Sleep" or "SpinWait" or "SpinOnce"
            || _task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Delay" } }
            || node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax;
    }

    /// <param name="node">What blocks: an expression, the name that is called, a <c>using</c>, a loop.</param>
    /// <param name="counterpart">The name of the asynchronous method, where it is known.</param>
    public static AsynchronousForm Of(SyntaxNode node, string? counterpart = null) => new(node, counterpart);

    /// <summary>The code calls the asynchronous form, or awaits or returns the task: itself, or one call further down.</summary>
    public bool IsIn(SyntaxNode code, CodeModel model)
    {
        foreach (SyntaxNode node in code.DescendantsAndSelf())
        {
            if (IsIt(node, code, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The code calls or awaits it itself; what it calls does not count.</summary>
    public SyntaxNode? FindIn(SyntaxNode code)
    {
        foreach (SyntaxNode node in code.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node)))
        {
            if (IsItself(node, code))
            {
                return node;
            }
        }

        return null;
    }

    private bool IsIt(SyntaxNode node, SyntaxNode code, CodeModel model)
    {
        if (IsItself(node, code))
        {
            return true;
        }

        if (node is not InvocationExpressionSyntax call || !IsKept(call) || !(AwaitedIn(call.Parent) is not null || IsResultOf(call, code)))
        {
            return false;
        }

        // What has no counterpart of its own: another method of the same object.
        if (_receiver is not null && _task is null
            && CallSyntax.CalledNameSyntax(call) is { } called && CallSyntax.Receiver(called) is { } receiver
            && SyntaxFactory.AreEquivalent(receiver, _receiver)
            && model.TypeOf(_receiver)?.GetMembers(_name + "Async").IsEmpty == true)
        {
            return true;
        }

        return CallSyntax.MethodOf(call, model) is { } method
            && CalledSource.DeclarationOf(method, model.CancellationToken) is { } declaration
            && FunctionSyntax.Body(declaration) is { } body && FindIn(body) is not null;
    }

    private bool IsItself(SyntaxNode node, SyntaxNode code) => node switch
    {
        InvocationExpressionSyntax call => CallSyntax.CalledName(call) is { } name && IsName(name) && IsKept(call),
        UsingStatementSyntax or LocalDeclarationStatementSyntax => _isDisposal && FunctionSyntax.IsAwait(node),
        CommonForEachStatementSyntax => _isEnumeration && FunctionSyntax.IsAwait(node),
        ExpressionSyntax expression when _task is not null
            => (AwaitedIn(expression) ?? (IsResultOf(expression, code) ? expression : null)) is { } awaited
                && SyntaxFactory.AreEquivalent(CallSyntax.WithoutConfiguration(awaited), _task),
        _ => false,
    };

    private bool IsName(string name)
        => name == _counterpart
            || (_name is not null && name != _name && name.EndsWith("Async", StringComparison.Ordinal) && StemOf(name) == StemOf(_name))
            || (_isDelay && name is "Delay" or "Yield")
            || (_isDisposal && name == "DisposeAsync")
            || (_task is InvocationExpressionSyntax started && CallSyntax.CalledName(started) == name);

    /// <summary><c>Read</c> for <c>ReadAsync</c>, <c>ReadTaskAsync</c>, <c>ReadSync</c> and <c>ReadCore</c>.</summary>
    private static string StemOf(string name)
    {
        foreach (string suffix in new[] { "Async", "Sync", "Synchronously", "Task", "Core", "Internal" })
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
            {
                name = name.Substring(0, name.Length - suffix.Length);
            }
        }

        return name;
    }

    /// <summary>The task that is waited for: <c>t</c> of <c>t.GetAwaiter().GetResult()</c>.</summary>
    private static ExpressionSyntax TaskIn(ExpressionSyntax receiver)
    {
        ExpressionSyntax task = CallSyntax.WalkDownParentheses(receiver);
        if (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            && access.Name.Identifier.ValueText == "GetAwaiter")
        {
            task = access.Expression;
        }

        return CallSyntax.WithoutConfiguration(task);
    }

    private static SimpleNameSyntax? NameIn(SyntaxNode node) => node switch
    {
        SimpleNameSyntax name => name,
        InvocationExpressionSyntax call => CallSyntax.CalledNameSyntax(call),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => null,
    };

    /// <summary>What is awaited, by the <c>await</c> itself or by a node that only configures it.</summary>
    private static ExpressionSyntax? AwaitedIn(SyntaxNode? node)
    {
        SyntaxNode? current = node;
        while (current is ParenthesizedExpressionSyntax || IsConfiguration(current)
            || (current is InvocationExpressionSyntax call && IsConfiguration(call.Expression) && current != node))
        {
            current = current!.Parent;
        }

        return (current as AwaitExpressionSyntax)?.Expression;

        static bool IsConfiguration(SyntaxNode? access)
            => access is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" or "WaitAsync" };
    }

    /// <summary>The value of the code, or what it returns.</summary>
    private static bool IsResultOf(ExpressionSyntax expression, SyntaxNode code)
        => expression == code || expression.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
            || (expression.Parent is ParenthesizedExpressionSyntax or ConditionalExpressionSyntax
                && IsResultOf((ExpressionSyntax)expression.Parent, code))
            || (expression.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }
                && IsResultOf(creation, code));

    /// <summary>Somebody gets the task.</summary>
    private static bool IsKept(InvocationExpressionSyntax call)
        => call.Parent is not ExpressionStatementSyntax
            && call.Parent is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };
}
