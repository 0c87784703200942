namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How a failed check is told to the test framework.</summary>
public interface IVerifier
{
    void Fail(string message);
}

/// <summary>Throws, so that it works in every test framework.</summary>
public sealed class DefaultVerifier : IVerifier
{
    public void Fail(string message) => throw new InvalidOperationException(message);
}
