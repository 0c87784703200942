namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Waits that are over at once, or hardly ever come to pass: a lock that gives up its time slice, a task that was asked first, a
/// semaphore that is held for a moment. What stands in their way lasts as long as a <c>lock</c>, which ends a chain too.
/// </summary>
internal static class PassingWait
{
    private static readonly ModelCache<bool> Spins = new();

    /// <summary><c>Thread.Sleep(1)</c> in a function that spins: it waits for others to leave a few instructions.</summary>
    public static bool IsSpin(InvocationExpressionSyntax sleep, CodeModel model)
        => sleep.ArgumentList.Arguments.Count == 1
            && FunctionSyntax.Enclosing(sleep) is { } function
            && Spins.GetOrAdd(model, function, static one => one.Descendants().Any(IsOfSpin))
            && Durations.Milliseconds(sleep.ArgumentList.Arguments[0].Expression, model) <= 1;

    /// <summary>
    /// <c>if (!t.IsCompleted) t.AsTask().Wait();</c> of a value task: whoever gives one out expects to be done already, such as a channel
    /// that is hardly ever full.
    /// </summary>
    public static bool IsAskedFirst(BlockingWait wait, CodeModel model)
    {
        if (wait.Task is null)
        {
            return false;
        }

        ExpressionSyntax task = CallSyntax.WithoutConfiguration(wait.Task);
        if (task is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" or "Preserve" } access
            })
        {
            task = access.Expression;
        }

        task = CallSyntax.WalkDownParentheses(task);
        return task is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && ControllingCondition.Of(wait.Expression).Any(condition
                => condition.Pattern is null && PolledTasks.SayIncomplete(condition.Tested, condition.Holds, task))
            && (model.TypeOf(task) is { } type)
            && (type.IsValueTask(model.Types) || (type.IsTaskAwaiter() && type.Name.Contains("ValueTask")));
    }

    /// <summary>
    /// The private semaphore of a type is used as a lock only: it can be taken when it is made, and whatever takes it asynchronously
    /// releases it before the next await, so that nobody holds it for long.
    /// </summary>
    public static bool IsForSynchronousLock(ExpressionSyntax wait, CodeModel model)
        => FieldOf(wait, model) is { DeclaredAccessibility: Accessibility.Private } field
            && IsMadeFree(field, model.CancellationToken)
            && !PartsOf(field, model.CancellationToken).Any(part => part.Descendants().Any(node
                => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync", Expression: var owner } taken
                    && LastNameOf(owner) == field.Name
                    && !IsLeftAtOnce(taken, field.Name)));

    /// <summary>
    /// A constructor takes the free semaphore of the object that it makes, itself or through methods of that object, or it is a method of
    /// an object that its caller has just made and given to nobody: nobody else can hold it yet.
    /// </summary>
    /// <param name="chain">The chain that ends at the wait.</param>
    /// <param name="call">What calls the first function of the chain.</param>
    /// <param name="model">The model of the call.</param>
    public static bool IsOnNewObject(BlockingChain chain, SyntaxNode call, CodeModel model)
    {
        if (chain.Leaf.Kind != BlockingLeafKind.Primitive)
        {
            return false;
        }

        int made = -1;
        for (int index = chain.Steps.Length - 1; index >= 0 && made < 0; index--)
        {
            SyntaxNode caller = index == 0 ? call : chain.Steps[index - 1].Site;
            made = chain.Steps[index].Function is ConstructorDeclarationSyntax or TypeDeclarationSyntax
                || NewObjects.IsReceiverOf(caller, model.In(caller.SyntaxTree)) ? index : -1;
        }

        if (made < 0)
        {
            return false;
        }

        TypeDeclarationSyntax? type = chain.Steps[made].Function.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        for (int index = made; index < chain.Steps.Length; index++)
        {
            ChainStep step = chain.Steps[index];
            if (step.Function.FirstAncestorOrSelf<TypeDeclarationSyntax>() != type
                || (index < chain.Steps.Length - 1 && step.Site is SimpleNameSyntax name
                    && CallSyntax.Receiver(name) is not (null or ThisExpressionSyntax)))
            {
                return false;
            }
        }

        CodeModel of = model.In(chain.Leaf.Expression.SyntaxTree);
        return FieldOf(chain.Leaf.Expression, of) is { IsStatic: false } field
            && SemaphoreOf(chain.Leaf.Expression) is IdentifierNameSyntax
                or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            && IsMadeFree(field, model.CancellationToken);
    }

    private static bool IsOfSpin(SyntaxNode node)
        => node is SimpleNameSyntax { Identifier.ValueText: "SpinWait" or "SpinOnce" or "CompareExchange" };

    /// <summary><c>await gate.WaitAsync(); try { n++; } finally { gate.Release(); }</c></summary>
    private static bool IsLeftAtOnce(MemberAccessExpressionSyntax taken, string field)
    {
        if (taken.Ancestors().TakeWhile(static around => around is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax)
                .OfType<AwaitExpressionSyntax>().FirstOrDefault() is not { } await
            || FunctionSyntax.Enclosing(taken) is not { } function || FunctionSyntax.Body(function) is not { } body)
        {
            return false;
        }

        SyntaxNode? released = FunctionSyntax.OwnNodes(body).LastOrDefault(node
            => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Release", Expression: var owner }
                && LastNameOf(owner) == field);
        return released is not null && !FunctionSyntax.OwnNodes(body).Any(node
            => node.SpanStart > await.Span.End && node.SpanStart < released.SpanStart && FunctionSyntax.IsAwait(node));
    }

    private static IFieldSymbol? FieldOf(ExpressionSyntax wait, CodeModel model)
        => SemaphoreOf(wait) is { } semaphore
            && model.SymbolOf(semaphore) is IFieldSymbol { Type.Name: "SemaphoreSlim" } field ? field : null;

    private static ExpressionSyntax? SemaphoreOf(ExpressionSyntax wait)
        => wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } access }
            ? access.Expression
            : null;

    /// <summary>All that the field is set to in its type is <c>new SemaphoreSlim(n)</c> with n of one or more.</summary>
    private static bool IsMadeFree(IFieldSymbol field, CancellationToken cancellationToken)
    {
        bool isMade = false;
        foreach (SyntaxNode node in PartsOf(field, cancellationToken).SelectMany(static part => part.Descendants()))
        {
            ExpressionSyntax? value = node switch
            {
                VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax, Initializer.Value: { } initial } declarator
                    when declarator.Identifier.ValueText == field.Name => initial,
                AssignmentExpressionSyntax assignment when LastNameOf(assignment.Left) == field.Name => assignment.Right,
                _ => null,
            };
            if (value is null)
            {
                continue;
            }

            if (value is not BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
                || arguments[0].Expression is not LiteralExpressionSyntax { Token.Value: int and > 0 })
            {
                return false;
            }

            isMade = true;
        }

        return isMade;
    }

    private static IEnumerable<SyntaxNode> PartsOf(IFieldSymbol field, CancellationToken cancellationToken)
        => field.ContainingType.Parts(cancellationToken);

    private static string? LastNameOf(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
