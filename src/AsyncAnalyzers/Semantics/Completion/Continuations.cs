using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>Functions that run when a task is complete, and what they may rely on when they begin.</summary>
internal sealed class Continuations(CompletionContext context)
{
    private enum Use
    {
        None,
        AfterTask,
        AfterTasks,
        Other,
    }

    /// <summary>
    /// What a method or local function knows of its first parameter: it is complete, where the function is used as a continuation and in
    /// no other way.
    /// </summary>
    public CompletionState EntryOf(IMethodSymbol function, SyntaxNode member)
    {
        if (function.Parameters is not { Length: > 0 } parameters
            || !(function.MethodKind == MethodKind.LocalFunction
                || function is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private }))
        {
            return CompletionState.Empty;
        }

        return function.MethodKind == MethodKind.LocalFunction
            ? About(parameters[0], function, new[] { member })
            : About(parameters[0], function, DeclarationsOf(function.ContainingType));
    }

    /// <summary>What a lambda may rely on: captured variables that nothing writes again, and what its caller promises.</summary>
    public CompletionState EntryOf(IFlowAnonymousFunctionOperation lambda, CompletionState state)
    {
        CompletionState entry = Lasting(state);
        IOperation? user = lambda.Parent;
        while (user is IDelegateCreationOperation or IConversionOperation)
        {
            user = user.Parent;
        }

        IParameterSymbol? parameter = lambda.Symbol.Parameters.FirstOrDefault();
        switch (user)
        {
            case IArgumentOperation { Parent: IInvocationOperation call }:
                return entry.Union(InCall(call, parameter, state));
            case IObjectCreationOperation or IArgumentOperation:
                return entry;
            default:
                return parameter is null ? entry : entry.Union(OfVariable(lambda.Syntax, parameter));
        }
    }

    /// <summary>What stays true in a function within, whenever that runs: of captured variables that nothing writes again.</summary>
    public CompletionState Lasting(CompletionState state)
        => state.Where(fact => !fact.Path.MayChange
            && fact.Path.DependsOnlyOn(context.Writes.IsFixed)
            && (fact.Local is null || context.Writes.IsFixed(fact.Local)));

    /// <summary>What the call promises the lambda that it is given.</summary>
    private CompletionState InCall(IInvocationOperation call, IParameterSymbol? parameter, CompletionState state)
    {
        IMethodSymbol method = call.TargetMethod;
        AccessPath? subject = parameter is null ? null : AccessPath.Of(parameter);
        switch (method.Name)
        {
            case "ContinueWith" when method.ContainingType.IsTask(context.Types):
                CompletionState after = context.Paths.Of(call.Instance) is { HasAnyElement: false, IsSharedVariable: true } shared
                    ? CompletionState.Empty.With(shared, CompletionFactKind.Complete)
                    : Captured(context.Proofs.AfterWait(call.Instance!, CompletionState.Empty));
                return subject is null ? after : after.With(subject, CompletionFactKind.Complete);
            case "OnCompleted" or "UnsafeOnCompleted"
                when call.Instance is { } awaiter
                    && (awaiter.Type.IsTaskAwaiter()
                        || CompletionFacts.Strip(awaiter, context.Types).Type.IsTaskOrValueTask(context.Types)):
                return Captured(context.Proofs.Of(awaiter));
            case "ContinueWhenAny" when method.ContainingType.Name == "TaskFactory":
                return subject is null ? CompletionState.Empty : CompletionState.Empty.With(subject, CompletionFactKind.Complete);
            case "ContinueWhenAll" when method.ContainingType.Name == "TaskFactory":
                CompletionState all = Captured(context.Proofs.AfterWaitForAll(call.Arguments[0].Value, CompletionState.Empty));
                return subject is null ? all : all.With(subject.AnyElement(), CompletionFactKind.Complete);
        }

        if (subject is not null && IsContinuationOf(call, parameter!))
        {
            return CompletionState.Empty.With(subject, CompletionFactKind.Complete);
        }

        bool enumerates = method.IsDeclaredIn(context.Types.Enumerable)
            || method.Name is "ForEach" or "ConvertAll" or "Find" or "FindAll" or "Exists";
        return enumerates && subject is not null && AccessPaths.SourceOf(call) is { } source
            ? context.Knowledge.AboutElement(source, subject, state)
            : CompletionState.Empty;
    }

    /// <summary>
    /// A continuation of somebody's own, <c>ReenterAfter(task, t => Use(t.Result))</c>: the method takes a task and a function of such a
    /// task. Not where its source
    /// shows that it calls the function at once.
    /// </summary>
    private bool IsContinuationOf(IInvocationOperation call, IParameterSymbol parameter)
        => parameter.Type.IsTask(context.Types)
            && (IsSuchTask(call.Instance, parameter) || call.Arguments.Any(argument => IsSuchTask(argument.Value, parameter)))
            && !call.TargetMethod.DeclaringSyntaxReferences.Any(reference
                => CallsAtOnce(reference.GetSyntax(context.CancellationToken), call.TargetMethod));

    private static bool IsSuchTask(IOperation? value, IParameterSymbol parameter)
        => SymbolEqualityComparer.Default.Equals(value?.Type, parameter.Type);

    private static bool CallsAtOnce(SyntaxNode declaration, IMethodSymbol method)
        => !FunctionSyntax.IsAsync(declaration) && FunctionSyntax.Body(declaration) is { } body
            && FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>().Any(invocation
                => (CallSyntax.CalledNameSyntax(invocation) is { Identifier.ValueText: "Invoke" } invoke
                    ? CallSyntax.Receiver(invoke)
                    : invocation.Expression)
                        is IdentifierNameSyntax { Identifier.ValueText: var name }
                    && method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Delegate && parameter.Name == name));

    /// <summary>Of what the lambda captures: variables that are written again do not tell.</summary>
    private CompletionState Captured(CompletionState facts) => facts.Where(fact => fact.Path.DependsOnlyOn(context.Writes.IsFixed));

    /// <summary>A lambda that is kept in a local or a private field, and given to <c>ContinueWith</c> from there.</summary>
    private CompletionState OfVariable(SyntaxNode lambda, IParameterSymbol parameter)
    {
        SyntaxNode value = lambda;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or ObjectCreationExpressionSyntax or ArgumentSyntax
            or ArgumentListSyntax)
        {
            value = value.Parent;
        }

        ISymbol? variable = value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax or PropertyDeclarationSyntax } initializer
                => context.Model.GetDeclaredSymbol(initializer.Parent!, context.CancellationToken),
            AssignmentExpressionSyntax assignment when assignment.Right == value
                => context.Model.GetSymbolInfo(assignment.Left, context.CancellationToken).Symbol,
            _ => null,
        };
        return variable switch
        {
            ILocalSymbol when FunctionSyntax.Enclosing(lambda) is { } function
                => About(parameter, variable, new[] { FunctionSyntax.OutermostEnclosing(function) }),
            IFieldSymbol or IPropertySymbol when variable.DeclaredAccessibility == Accessibility.Private
                => About(parameter, variable, DeclarationsOf(variable.ContainingType)),
            _ => CompletionState.Empty,
        };
    }

    private CompletionState About(IParameterSymbol parameter, ISymbol function, IEnumerable<SyntaxNode> scopes)
    {
        Use use = Use.None;
        foreach (SyntaxNode scope in scopes)
        {
            foreach (SimpleNameSyntax mention in NameMentions.In(scope, context.Model)[function.Name])
            {
                Use found = Names(mention, function) ? UseOf(mention) : Use.None;
                use = found == Use.None || use == found ? use : use == Use.None ? found : Use.Other;
            }
        }

        AccessPath path = AccessPath.Of(parameter);
        return use switch
        {
            Use.AfterTask when parameter.Type.IsTask(context.Types) => CompletionState.Empty.With(path, CompletionFactKind.Complete),
            Use.AfterTasks => CompletionState.Empty.With(path.AnyElement(), CompletionFactKind.Complete),
            _ => CompletionState.Empty,
        };
    }

    private bool Names(SimpleNameSyntax mention, ISymbol function)
        => context.Bodies.ModelOf(mention.SyntaxTree).GetSymbolInfo(mention, context.CancellationToken) is var found
            && (SymbolEqualityComparer.Default.Equals(found.Symbol?.OriginalDefinition, function.OriginalDefinition)
                || found.Symbol is null);

    /// <summary>How a function, or a variable that holds one, is used; None where it is only written or named.</summary>
    private static Use UseOf(SimpleNameSyntax mention)
    {
        ExpressionSyntax expression = mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : mention;
        if (CallSyntax.IsInNameOf(mention) || (expression.Parent is AssignmentExpressionSyntax assignment && assignment.Left == expression))
        {
            return Use.None;
        }

        SyntaxNode value = expression;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
            || value.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ObjectCreationExpressionSyntax } })
        {
            value = value.Parent is ArgumentSyntax ? value.Parent.Parent!.Parent! : value.Parent!;
        }

        return value.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } }
            ? CallSyntax.CalledName(call) switch
            {
                "ContinueWith" or "ContinueWhenAny" => Use.AfterTask,
                "ContinueWhenAll" => Use.AfterTasks,
                _ => Use.Other,
            }
            : Use.Other;
    }

    private IEnumerable<SyntaxNode> DeclarationsOf(INamedTypeSymbol type)
        => type.Parts(context.CancellationToken);
}
